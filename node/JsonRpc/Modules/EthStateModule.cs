using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_*: accounts, code, storage, and proofs of them.</summary>
internal sealed class EthStateModule(ChainReader chain, ITransactionPool pool) : IRpcModule
{
    private const int MaxProvenSlots = 1024;

    private static readonly Argument<BlockParameter> BlockOrLatest = Arg.Block.Or(BlockParameter.Latest);

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_getBalance", Arg.Address, BlockOrLatest, Result.BigQuantity, GetBalance);
        registry.Add("eth_getTransactionCount", Arg.Address, BlockOrLatest, Result.Quantity, GetNonce);
        registry.Add("eth_getCode", Arg.Address, BlockOrLatest, Result.Data, GetCode);
        registry.Add("eth_getStorageAt", Arg.Address, Arg.StorageKey, BlockOrLatest, Result.Hash, GetStorage);
        var keys = Arg.List<StorageKey>(Arg.ReadStorageKey, "[]string", MaxProvenSlots);
        registry.Add("eth_getProof", Arg.Address, keys, BlockOrLatest, Result.Written, GetProof).Heavy();
    }

    private RpcResult<UInt256> GetBalance(Address address, BlockParameter block) =>
        GetAccount(address, block).TryGet(out var account, out var error) ? account.Balance : error;

    private RpcResult<ulong> GetNonce(Address address, BlockParameter block) =>
        block.Tag == BlockTag.Pending ? pool.GetPendingNonce(address)
        : GetAccount(address, block).TryGet(out var account, out var error) ? account.Nonce
        : error;

    private RpcResult<ReadOnlyMemory<byte>> GetCode(Address address, BlockParameter block)
    {
        if (!chain.GetState(block).TryGet(out var at, out var error))
        {
            return error;
        }

        return at.State.TryGetAccount(Keccak256.Hash(address.Bytes), out var account)
            ? at.State.GetCode(account.CodeHash).Bytes
            : ReadOnlyMemory<byte>.Empty;
    }

    private RpcResult<Hash256> GetStorage(Address address, StorageKey key, BlockParameter block) =>
        chain.GetState(block).TryGet(out var at, out var error)
            ? at.State.GetStorage(Keccak256.Hash(address.Bytes), Keccak256.Hash(key.Slot.ToHash256().Bytes)).ToHash256()
            : error;

    private RpcResult<Account> GetAccount(Address address, BlockParameter block) =>
        !chain.GetState(block).TryGet(out var at, out var error) ? error
        : at.State.TryGetAccount(Keccak256.Hash(address.Bytes), out var account) ? account
        : Account.Empty;

    private RpcResult<Action<Utf8JsonWriter>> GetProof(Address address, List<StorageKey> keys, BlockParameter block)
    {
        if (!chain.GetState(block).TryGet(out var at, out var error))
        {
            return error;
        }

        try
        {
            var proof = at.State.CreateProof(address, [.. keys.Select(key => key.Slot)]);
            return (Action<Utf8JsonWriter>)(writer => WriteProof(writer, address, keys, proof));
        }
        catch (StateUnavailableException tooOld)
        {
            return RpcError.Refused(tooOld.Message);
        }
    }

    private static void WriteProof(Utf8JsonWriter writer, in Address address, List<StorageKey> keys, AccountProof proof)
    {
        var account = proof.Account ?? Account.Empty;
        writer.WriteStartObject();
        writer.WriteAddress("address"u8, address);
        WriteNodes(writer, "accountProof"u8, proof.Nodes);
        writer.WriteQuantity("balance"u8, account.Balance);
        writer.WriteHash("codeHash"u8, account.CodeHash);
        writer.WriteQuantity("nonce"u8, account.Nonce);
        writer.WriteHash("storageHash"u8, account.StorageRoot);
        writer.WriteStartArray("storageProof"u8);
        for (var i = 0; i < keys.Count; i++)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("key"u8);
            if (keys[i].IsFull)
            {
                writer.WriteHash(keys[i].Slot.ToHash256());
            }
            else
            {
                writer.WriteQuantity(keys[i].Slot);
            }

            writer.WriteQuantity("value"u8, proof.Slots[i].Value);
            WriteNodes(writer, "proof"u8, proof.Slots[i].Nodes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNodes(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<ReadOnlyMemory<byte>> nodes)
    {
        writer.WriteStartArray(name);
        foreach (var node in nodes)
        {
            writer.WriteData(node.Span);
        }

        writer.WriteEndArray();
    }
}
