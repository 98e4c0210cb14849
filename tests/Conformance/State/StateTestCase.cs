using System.Text;
using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>A general state test: one transaction on a given state (formats: vectors/README.md section 1).</summary>
internal static class StateTestCase
{
    private const ulong DefaultBaseFee = 10;

    /// <summary>Null when the case holds, or else what went wrong.</summary>
    internal static string? RunCase(JsonElement test, string forkName, JsonElement post)
    {
        if (!ForkNames.TryParse(forkName, out var fork))
        {
            return $"fork {forkName} is not known";
        }

        var before = Alloc.ToState(test.GetProperty("pre"));
        var isRefusalExpected = post.TryGetProperty("expectException", out var exception) && exception.ValueKind == JsonValueKind.String;
        Transaction transaction;
        try
        {
            transaction = StateTestTransaction.Build(test, post);
        }
        catch (Exception e) when (e is RlpException or FormatException or OverflowException)
        {
            return isRefusalExpected ? null : $"the transaction was not decoded: {e.Message}";
        }

        var world = new WorldState(before);
        var block = MakeBlock(test, ForkRules.Of(fork));
        TransactionVerdict verdict;
        TransactionResult? result;
        try
        {
            verdict = new TransactionExecutor(world, block).Execute(transaction, block.GasLimit, out result);
        }
        catch (UnsupportedPrecompileException e)
        {
            return "UNSUPPORTED " + e.Message;
        }

        if (verdict.IsValid == isRefusalExpected)
        {
            return isRefusalExpected ? $"accepted, expected {exception.GetString()}" : $"refused: {verdict}";
        }

        if (result is null && before.Root == post.Hash("hash"))
        {
            return null; // newer fixtures give no reward when the transaction was refused, older ones do
        }

        TouchFeeRecipient(world, block);
        var after = before.Apply(world.CollectChanges());
        return result is null ? CheckRoot(after, post) : Compare(after, result, post);
    }

    /// <summary>The reward of 0 that the fixtures were filled with.</summary>
    private static void TouchFeeRecipient(WorldState world, BlockContext block)
    {
        world.BeginTransaction();
        var recipient = world.GetAccount(block.FeeRecipient);
        if (!block.Rules.IsEip158)
        {
            world.Create(recipient);
        }

        world.AddBalance(recipient, default);
        world.FinishTransaction(block.Rules);
    }

    private static BlockContext MakeBlock(JsonElement test, ForkRules rules)
    {
        var env = test.GetProperty("env");
        var isMerged = rules.Fork >= Fork.Paris;
        return new BlockContext
        {
            Rules = rules,
            ChainId = UInt256.One,
            Number = (ulong)env.Quantity("currentNumber"),
            Timestamp = (ulong)env.Quantity("currentTimestamp"),
            GasLimit = env.Quantity("currentGasLimit").SaturateToUInt64(),
            FeeRecipient = env.Address("currentCoinbase"),
            Difficulty = isMerged ? default : env.OptionalQuantity("currentDifficulty").GetValueOrDefault(),
            MixHash = isMerged ? env.OptionalQuantity("currentRandom").GetValueOrDefault().ToHash256() : default,
            BaseFeePerGas = rules.IsLondon ? env.OptionalQuantity("currentBaseFee") ?? DefaultBaseFee : default,
            BlobBaseFee = BlobGas.BaseFee(env.OptionalQuantity("currentExcessBlobGas").GetValueOrDefault().SaturateToUInt64(), rules.Blobs),
            MaxBlobs = rules.IsCancun ? rules.Blobs.Max : 0,
            BlockHash = number => Keccak256.Hash(Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        };
    }

    private static string? Compare(StateView after, TransactionResult result, JsonElement post)
    {
        var logs = HashOfLogs(result.Logs);
        if (logs != post.Hash("logs"))
        {
            return $"logs {logs} ({result.Logs.Count} of them), expected {post.Hash("logs")}; {Describe(result)}";
        }

        return CheckRoot(after, post) is { } difference ? $"{difference}; {Describe(result)}" : null;
    }

    private static string Describe(TransactionResult result) => $"gas used {result.GasUsed}, {result.Error}";

    private static string? CheckRoot(StateView state, JsonElement post)
    {
        var expected = post.Hash("hash");
        if (state.Root == expected)
        {
            return null;
        }

        var difference = post.TryGetProperty("state", out var accounts) ? Alloc.FirstDifference(state, accounts) ?? "an account too many" : "";
        return $"state root {state.Root}, expected {expected} {difference}";
    }

    internal static Hash256 HashOfLogs(IReadOnlyList<Log> logs)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        foreach (var log in logs)
        {
            log.Encode(writer);
        }

        writer.EndList(list);
        return Keccak256.Hash(writer.Written);
    }
}
