using System.Collections.Concurrent;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Where calls come from: a transport and what it is trusted with. One object a connection where answers may also be unasked for.</summary>
internal abstract class RpcConnection
{
    private readonly ConcurrentDictionary<string, RpcSubscription> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>The methods that may be called over it.</summary>
    public required RpcMethodTable Methods { get; init; }

    /// <summary>http, ws or ipc: for logs and traces.</summary>
    public required string Transport { get; init; }

    /// <summary>Most bytes of an answer.</summary>
    public required int MaxResponseBytes { get; init; }

    /// <summary>True where the server may send by itself.</summary>
    public abstract bool SupportsNotifications { get; }

    /// <summary>Number of subscriptions.</summary>
    public int SubscriptionCount => _subscriptions.Count;

    /// <summary>Sends a message of its own accord; takes the buffer over.</summary>
    public abstract void Send(PooledBuffer message);

    /// <summary>Ends the connection at once.</summary>
    public abstract void Abort();

    /// <summary>How this transport tells of a message that is no JSON.</summary>
    public virtual string DescribeSyntaxError(string fault) => fault;

    /// <summary>Prepares a subscription.</summary>
    public RpcSubscription Subscribe(string space, Func<RpcSubscription, IDisposable> start)
    {
        var subscription = new RpcSubscription(this, space, start);
        _subscriptions[subscription.Id] = subscription;
        return subscription;
    }

    /// <summary>Ends a subscription; false when there is none with this id.</summary>
    public bool Unsubscribe(string id)
    {
        if (!_subscriptions.TryRemove(id, out var subscription))
        {
            return false;
        }

        subscription.Stop();
        return true;
    }

    /// <summary>Ends all subscriptions.</summary>
    protected void UnsubscribeAll()
    {
        foreach (var id in _subscriptions.Keys)
        {
            Unsubscribe(id);
        }
    }
}
