namespace PoaSidechain.JsonRpc.Server;

/// <summary>The answer to one message, and the subscriptions that begin once it is on its way.</summary>
internal sealed class RpcAnswer : IDisposable
{
    private List<RpcSubscription>? _subscriptions;

    /// <summary>The JSON; empty when no answer is due.</summary>
    public PooledBuffer Json { get; } = new();

    /// <summary>Begins a subscription with <see cref="StartSubscriptions"/>.</summary>
    public void StartLater(RpcSubscription subscription) => (_subscriptions ??= []).Add(subscription);

    /// <summary>Begins what was prepared: to be called when the JSON, with the ids, cannot be overtaken any more.</summary>
    public void StartSubscriptions()
    {
        foreach (var subscription in _subscriptions ?? [])
        {
            subscription.Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Json.Dispose();
}
