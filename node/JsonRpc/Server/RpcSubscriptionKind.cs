using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Something one can subscribe to.</summary>
/// <param name="Prepare">Binds the parameters behind the name, and answers what starts the flow once the client knows the subscription's id.</param>
internal sealed record RpcSubscriptionKind(RpcSubscriptionKind.Preparation Prepare)
{
    /// <summary>Binds the parameters.</summary>
    public delegate RpcResult<Func<RpcSubscription, IDisposable>> Preparation(ref ArgumentList arguments);
}
