using System.Globalization;
using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>net_*: the peer-to-peer network in three numbers.</summary>
internal sealed class NetModule(RpcServices services) : IRpcModule
{
    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("net_version", Result.Text, GetVersion);
        registry.Add("net_listening", Result.Bool, () => services.Network?.IsListening == true);
        registry.Add("net_peerCount", Result.Quantity, () => (ulong)(services.Network?.PeerCount ?? 0));
    }

    private RpcResult<string> GetVersion() =>
        (services.Network?.NetworkId ?? services.Spec.ChainId.SaturateToUInt64()).ToString(CultureInfo.InvariantCulture);
}
