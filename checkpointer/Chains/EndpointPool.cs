using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;

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
            catch (Exception e) when (IsUseless(e))
            {
                failure = e;
            }
        }

        throw failure ?? new RpcUnavailableException("L1", "has no endpoint");
    }

    /// <summary>
    /// Asks all at once and gives the answer in the middle (the lower of two): for what cannot be proven and is acted on, as nonces and fees are. Fewer than half that
    /// lie cannot move it out of the range of what the others say. Throws the last failure when none answers.
    /// </summary>
    public async Task<T> MedianAsync<T>(Func<ChainClient, Task<T>> request)
        where T : IComparable<T> => Middle(await AnswersAsync(request));

    /// <summary>The value in the middle, the lower of two; there must be one.</summary>
    public static T Middle<T>(IEnumerable<T> answers)
        where T : IComparable<T>
    {
        T[] sorted = [.. answers.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }

    /// <summary>What a view function says, by most of the endpoints: for what raises alarms, so that one that lies raises none.</summary>
    public async Task<AbiTuple> ViewAsync(Address contract, AbiFunction function, BlockTag block, CancellationToken cancellationToken, params object[] arguments)
    {
        var call = function.EncodeCall(arguments);
        var answers = await AnswersAsync(async endpoint => (await endpoint.CallAsync(null, contract, call, block, cancellationToken)).Require(function.Name));
        return function.DecodeResult(answers.GroupBy(static answer => Hex.Encode(answer.Span), StringComparer.Ordinal).MaxBy(static alike => alike.Count())!.First().Span);
    }

    /// <summary>What every endpoint answers that does, in the order of the settings; never empty: throws the last failure when none does.</summary>
    public async Task<List<T>> AnswersAsync<T>(Func<ChainClient, Task<T>> request)
    {
        Exception? failure = null;
        var answers = new List<T>();
        foreach (var answer in endpoints.Select(request).ToArray())
        {
            try
            {
                answers.Add(await answer);
            }
            catch (Exception e) when (IsUseless(e))
            {
                failure = e;
            }
        }

        return answers.Count > 0 ? answers : throw failure ?? new RpcUnavailableException("L1", "has no endpoint");
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

    private static bool IsUseless(Exception answer) => answer is RpcUnavailableException or RpcException or AbiException;

    public void Dispose()
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Dispose();
        }
    }
}
