using System.Text.Json;
using PoaSidechain.JsonRpc.Filters;
using PoaSidechain.JsonRpc.Json;
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
        registry.Add("eth_capabilities", Result.Written, GetCapabilities);
        registry.Add("eth_protocolVersion", Result.Quantity, () => 68UL);
    }

    /// <summary>What this node can answer about how old blocks (execution-apis: eth_capabilities). Blocks, receipts and logs are never deleted.</summary>
    private RpcResult<Action<Utf8JsonWriter>> GetCapabilities()
    {
        var head = services.Tree.Head;
        var oldestState = services.States.OldestView;
        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("head"u8);
            writer.WriteQuantity("number"u8, head.Number);
            writer.WriteHash("hash"u8, head.Hash);
            writer.WriteEndObject();
            foreach (var (name, oldest) in new[] { ("state", oldestState), ("tx", 0UL), ("logs", 0UL), ("receipts", 0UL), ("blocks", 0UL), ("stateproofs", oldestState) })
            {
                writer.WriteStartObject(name);
                writer.WriteBoolean("disabled"u8, false);
                writer.WriteQuantity("oldestBlock"u8, oldest);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private RpcResult<Address> GetCoinbase() =>
        services.Signer is { } signer ? signer : RpcError.Refused("etherbase must be explicitly specified");
}
