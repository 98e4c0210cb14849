namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Several endpoints of one chain, for requests whose answers are hints or are proven afterwards: the first that works serves.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class EndpointPool(IReadOnlyList<ChainClient> endpoints) : IDisposable
{
    private int _preferred;

    /// <summary>All endpoints, in the order of the settings.</summary>
    public IReadOnlyList<ChainClient> All => endpoints;

    /// <summary>Asks one endpoint after the other, beginning with the one that worked last; throws the last failure when none works.</summary>
    public async Task<T> AskAsync<T>(Func<ChainClient, Task<T>> request)
    {
        Exception? failure = null;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var index = (_preferred + i) % endpoints.Count;
            try
            {
                var answer = await request(endpoints[index]);
                _preferred = index;
                return answer;
            }
            catch (Exception e) when (e is RpcUnavailableException or RpcException)
            {
                failure = e;
            }
        }

        throw failure ?? new RpcUnavailableException("L1", "has no endpoint");
    }

    /// <summary>Hands a transaction to every endpoint; the best verdict counts.</summary>
    public async Task<(SendVerdict Verdict, RpcError? Error)> BroadcastAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        (SendVerdict Verdict, RpcError? Error)? best = null;
        RpcUnavailableException? failure = null;
        foreach (var endpoint in endpoints)
        {
            try
            {
                var answer = await endpoint.SendAsync(raw, cancellationToken);
                best = best is null || answer.Verdict < best.Value.Verdict ? answer : best;
            }
            catch (RpcUnavailableException e)
            {
                failure = e;
            }
        }

        return best ?? throw failure!;
    }

    /// <summary>Begins with the next endpoint from now on: the present one gave answers that did not hold.</summary>
    public void PreferNext() => _preferred = (_preferred + 1) % endpoints.Count;

    public void Dispose()
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Dispose();
        }
    }
}
