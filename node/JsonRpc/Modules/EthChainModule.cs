using PoaSidechain.JsonRpc.Filters;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Network.Sync;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_*: what chain this is and how far it has come.</summary>
internal sealed class EthChainModule(RpcServices services) : IRpcModule
{
    private static readonly ResultWriter<SyncStatus?> SyncStatusOrFalse = (writer, status) =>
    {
        if (status is null)
        {
            writer.WriteBooleanValue(false);
        }
        else
        {
            SubscriptionFeeds.WriteStatus(writer, status);
        }
    };

    private static readonly ResultWriter<IReadOnlyList<Address>> Accounts = Result.List(Result.Address);

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_chainId", Result.BigQuantity, () => services.Spec.ChainId);
        registry.Add("eth_blockNumber", Result.Quantity, () => services.Tree.Head.Number);
        registry.Add("eth_syncing", SyncStatusOrFalse, () => services.Network?.SyncStatus);
        registry.Add("eth_accounts", Accounts, () => new RpcResult<IReadOnlyList<Address>>([])); // keys live in wallets, not here
        registry.Add("eth_coinbase", Result.Address, GetCoinbase);
        registry.Add("eth_mining", Result.Bool, () => services.Signer is not null);
        registry.Add("eth_hashrate", Result.Quantity, () => 0UL);
        registry.Add("eth_protocolVersion", Result.Quantity, () => 68UL);
    }

    private RpcResult<Address> GetCoinbase() =>
        services.Signer is { } signer ? signer : RpcError.Refused("etherbase must be explicitly specified");
}
