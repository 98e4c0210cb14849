using System.Text;
using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Fuzz.Generation;

namespace PoaSidechain.Tests.Fuzz.Execution;

/// <summary>Cases in the words of judge.js.</summary>
internal static class CaseJson
{
    public static string Write(IReadOnlyList<FuzzCase> cases, bool isDetailed)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            JsonSerializer.Serialize(json, cases.Select(one => new
            {
                fork = NameOf(one.Fork),
                block = Block(one.Block),
                accounts = one.Accounts.Select(Account),
                transactions = one.Transactions.Select(Transaction),
                detailed = isDetailed,
            }));
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static string NameOf(Fork fork) => fork == Fork.Frontier ? "chainstart" : JsonNamingPolicy.CamelCase.ConvertName(fork.ToString());

    private static object Block(BlockContext block) => new
    {
        coinbase = $"{block.FeeRecipient}",
        number = Quantity(block.Number),
        timestamp = Quantity(block.Timestamp),
        gasLimit = Quantity(block.GasLimit),
        difficulty = Quantity(block.Difficulty),
        mixHash = $"{block.MixHash}",
        baseFee = Quantity(block.BaseFeePerGas),
        blobBaseFee = Quantity(block.BlobBaseFee),
    };

    private static object Account(FuzzAccount account) => new
    {
        address = $"{account.Address}",
        nonce = Quantity(account.Nonce),
        balance = Quantity(account.Balance),
        code = Hex.Encode(account.Code),
        storage = account.Storage.Select(slot => new[] { $"{slot.Slot.ToHash256()}", $"{slot.Value.ToHash256()}" }),
    };

    private static Dictionary<string, object> Transaction(Transaction transaction)
    {
        _ = transaction.TryGetSender(out var sender);
        var fields = new Dictionary<string, object>
        {
            ["sender"] = $"{sender}",
            ["type"] = Quantity((ulong)transaction.Type),
            ["nonce"] = Quantity(transaction.Nonce),
            ["gasLimit"] = Quantity(transaction.GasLimit),
            ["value"] = Quantity(transaction.Value),
            ["data"] = Hex.Encode(transaction.Data.Span),
        };
        if (transaction.To is { } to)
        {
            fields["to"] = $"{to}";
        }

        if (transaction.HasFeeCaps)
        {
            fields["maxFeePerGas"] = Quantity(transaction.MaxFeePerGas);
            fields["maxPriorityFeePerGas"] = Quantity(transaction.MaxPriorityFeePerGas);
        }
        else
        {
            fields["gasPrice"] = Quantity(transaction.GasPrice);
        }

        if (transaction.Type != TransactionType.Legacy)
        {
            fields["chainId"] = Quantity(transaction.ChainId!.Value);
            fields["accessList"] = transaction.AccessList.ToArray().Select(entry => new
            {
                address = $"{entry.Address}",
                storageKeys = entry.StorageKeys.ToArray().Select(key => $"{key.ToHash256()}"),
            });
        }

        if (transaction.Type == TransactionType.SetCode)
        {
            fields["authorizationList"] = transaction.AuthorizationList.ToArray().Select(Authorization);
        }

        return fields;
    }

    private static object Authorization(Authorization authorization) => new
    {
        chainId = Quantity(authorization.ChainId),
        address = $"{authorization.Address}",
        nonce = Quantity(authorization.Nonce),
        yParity = Quantity((ulong)authorization.Signature.YParity),
        r = Quantity(authorization.Signature.R),
        s = Quantity(authorization.Signature.S),
    };

    private static string Quantity(in UInt256 value) => value.ToHexString();
}
