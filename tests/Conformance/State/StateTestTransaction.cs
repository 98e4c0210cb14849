using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Blocks;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>The transaction of a state test's case: decoded from its bytes where the fixture has them, else put together from the fields.</summary>
internal static class StateTestTransaction
{
    public static Transaction Build(JsonElement test, JsonElement post)
    {
        if (post.Optional("txbytes") is { } encoded)
        {
            return Transaction.Decode(encoded.Bytes());
        }

        var fields = test.GetProperty("transaction");
        var to = fields.Optional("to")?.GetString();
        var gasLimit = Chosen(fields, "gasLimit", post, "gas").Quantity();
        if (!gasLimit.FitsUInt64)
        {
            throw new FormatException("The gas limit does not fit 64 bits.");
        }

        var transaction = new Transaction
        {
            Nonce = (ulong)fields.Quantity("nonce"),
            GasPrice = fields.OptionalQuantity("gasPrice").GetValueOrDefault(),
            GasLimit = gasLimit.Low64,
            To = string.IsNullOrEmpty(to) || to == "0x" ? null : Address.Parse(to),
            Value = Chosen(fields, "value", post, "value").Quantity(),
            Data = Chosen(fields, "data", post, "data").Bytes(),
        };
        var chainId = BlobConfig.ChainIdOf(test.TryGetProperty("config", out var config) ? config : default);
        return WithType(transaction, fields, AccessListOf(fields, post), chainId).AsIfSentBy(SenderOf(fields));
    }

    /// <summary>The sender that the fixture names, or whose key it has.</summary>
    public static Address SenderOf(JsonElement fields)
    {
        if (fields.Optional("sender") is { } sender)
        {
            return Address.Parse(sender.GetString()!);
        }

        using var key = new PrivateKey(fields.Bytes("secretKey"));
        return key.Address;
    }

    /// <summary>One of a field's values: the one that the case's index names, or the only one where there is no list.</summary>
    private static JsonElement Chosen(JsonElement fields, string name, JsonElement post, string index)
    {
        var values = fields.GetProperty(name);
        return values.ValueKind == JsonValueKind.Array ? values[Index(post, index)] : values;
    }

    private static int Index(JsonElement post, string name) => post.Optional("indexes")?.Optional(name)?.GetInt32() ?? 0;

    /// <summary>The access list beside the case's data; none when it is null, or the list of lists is shorter.</summary>
    private static JsonElement? AccessListOf(JsonElement fields, JsonElement post)
    {
        if (fields.Optional("accessLists") is not { } lists)
        {
            return fields.Optional("accessList");
        }

        var index = Index(post, "data");
        return index < lists.GetArrayLength() && lists[index].ValueKind == JsonValueKind.Array ? lists[index] : null;
    }

    /// <summary>The newest type whose fields are there.</summary>
    private static Transaction WithType(Transaction transaction, JsonElement fields, JsonElement? accessList, in UInt256 chainId)
    {
        var authorizations = fields.Optional("authorizationList");
        var blobs = fields.Optional("blobVersionedHashes");
        var maxFee = fields.OptionalQuantity("maxFeePerGas");
        var type = authorizations is not null ? TransactionType.SetCode
            : blobs is not null || fields.Optional("maxFeePerBlobGas") is not null ? TransactionType.Blob
            : maxFee is not null ? TransactionType.DynamicFee
            : accessList is not null ? TransactionType.AccessList
            : TransactionType.Legacy;
        return type == TransactionType.Legacy ? transaction : transaction with
        {
            Type = type,
            ChainId = chainId,
            MaxFeePerGas = maxFee ?? transaction.MaxFeePerGas,
            MaxPriorityFeePerGas = fields.OptionalQuantity("maxPriorityFeePerGas") ?? transaction.MaxPriorityFeePerGas,
            AccessList = accessList is { } entries ? entries.EnumerateArray().Select(ReadAccessListEntry).ToArray() : default,
            MaxFeePerBlobGas = fields.OptionalQuantity("maxFeePerBlobGas").GetValueOrDefault(),
            BlobVersionedHashes = blobs is { } hashes ? hashes.EnumerateArray().Select(hash => Hash256.Parse(hash.GetString()!)).ToArray() : default,
            AuthorizationList = authorizations is { } list ? list.EnumerateArray().Select(ReadAuthorization).ToArray() : default,
        };
    }

    private static AccessListEntry ReadAccessListEntry(JsonElement entry) => new(
        entry.Address("address"), entry.GetProperty("storageKeys").EnumerateArray().Select(key => key.Quantity()).ToArray());

    /// <summary>An authorization; its parity is called yParity, or v as in a legacy signature.</summary>
    private static Authorization ReadAuthorization(JsonElement json)
    {
        var parity = (json.OptionalQuantity("yParity") ?? json.Quantity("v")).SaturateToUInt64();
        var signature = new Signature(json.Quantity("r"), json.Quantity("s"), (byte)Math.Min(parity is 27 or 28 ? parity - 27 : parity, byte.MaxValue));
        return new Authorization(json.Quantity("chainId"), json.Address("address"), (ulong)json.Quantity("nonce"), signature);
    }
}
