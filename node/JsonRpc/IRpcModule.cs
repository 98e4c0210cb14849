using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc;

/// <summary>The methods of one namespace.</summary>
public interface IRpcModule
{
    /// <summary>Adds the module's methods; called once.</summary>
    void Register(RpcMethodRegistry registry);
}
