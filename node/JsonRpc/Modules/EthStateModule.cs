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

    private static readonly ArgumentParser<List<Hash256>> ReadHashes = Arg.ListOf<Hash256>(Arg.ReadHash, "[]common.Hash");
    private static readonly Argument<BlockParameter> BlockOrLatest = Arg.Block.Or(BlockParameter.Latest);

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_getBalance", Arg.Address, BlockOrLatest, Result.BigQuantity, GetBalance);
        registry.Add("eth_getTransactionCount", Arg.Address, BlockOrLatest, Result.Quantity, GetNonce);
        registry.Add("eth_getCode", Arg.Address, BlockOrLatest, Result.Data, GetCode);
        registry.Add("eth_getStorageAt", Arg.Address, Arg.StorageKey, BlockOrLatest, Result.Hash, GetStorage);
        var slots = new Argument<IReadOnlyList<(Address Account, List<Hash256> Slots)>>(ReadSlots);
        registry.Add("eth_getStorageValues", slots, BlockOrLatest, Result.Written, GetStorageValues).Heavy();
        var keys = Arg.List<StorageKey>(Arg.ReadStorageKey, "[]string", MaxProvenSlots);
        registry.Add("eth_getProof", Arg.Address, keys, BlockOrLatest, Result.Written, GetProof).Heavy();
    }

    /// <summary>Many slots of many accounts at once; the limit is geth's.</summary>
    private RpcResult<Action<Utf8JsonWriter>> GetStorageValues(IReadOnlyList<(Address Account, List<Hash256> Slots)> wanted, BlockParameter block)
    {
        var count = wanted.Sum(account => account.Slots.Count);
        if (count == 0)
        {
            return RpcError.InvalidParams("empty request");
        }

        if (count > MaxProvenSlots)
        {
            return new RpcError(RpcErrorCode.LimitExceeded, $"too many slots (max {MaxProvenSlots})");
        }

        if (!chain.GetState(block).TryGet(out var at, out var error))
        {
            return error;
        }

        return (Action<Utf8JsonWriter>)(writer =>
        {
            writer.WriteStartObject();
            foreach (var (account, slots) in wanted)
            {
                var addressHash = Keccak256.Hash(account.Bytes);
                writer.WriteStartArray(account.ToString());
                foreach (var slot in slots)
                {
                    writer.WriteHash(at.State.GetStorage(addressHash, Keccak256.Hash(slot.Bytes)).ToHash256());
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    private static ArgumentError? ReadSlots(ref Utf8JsonReader reader, out IReadOnlyList<(Address Account, List<Hash256> Slots)> value)
    {
        List<(Address, List<Hash256>)> accounts = [];
        value = accounts;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TokenType == JsonTokenType.Null ? null : Arg.Mismatch(reader.TokenType, "map[common.Address][]common.Hash");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Address.TryParse(reader.Text(), out var address))
            {
                return new ArgumentError("invalid hex string", "common.Address");
            }

            reader.Read();
            if (ReadHashes(ref reader, out var slots) is { } error)
            {
                return error;
            }

            accounts.Add((address, slots));
        }

        return null;
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
