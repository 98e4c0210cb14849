using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>web3_*: the client's name, and Keccak-256.</summary>
internal sealed class Web3Module(RpcServices services) : IRpcModule
{
    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("web3_clientVersion", Result.Text, () => services.ClientVersion);
        registry.Add("web3_sha3", Arg.Data, Result.Hash, data => Keccak256.Hash(data));
    }
}
