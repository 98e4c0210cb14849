using System.Collections.Immutable;
using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>The subscriptions of one kind, each with what it asked for.</summary>
/// <remarks>Thread: any; a walk over <see cref="All"/> sees one moment.</remarks>
internal sealed class SubscriberSet<T>
{
    private ImmutableDictionary<RpcSubscription, T> _all = ImmutableDictionary<RpcSubscription, T>.Empty;

    /// <summary>All of them, as they are now.</summary>
    public ImmutableDictionary<RpcSubscription, T> All => _all;

    /// <summary>Adds a subscription; disposing what is answered takes it out again.</summary>
    public IDisposable Add(RpcSubscription subscription, T wanted)
    {
        ImmutableInterlocked.TryAdd(ref _all, subscription, wanted);
        return new Ending(() => ImmutableInterlocked.TryRemove(ref _all, subscription, out _));
    }
}
