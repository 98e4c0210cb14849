using System.Globalization;
using System.Text;
using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.Blocks;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>A general state test: one transaction on a given state (formats: vectors/README.md section 1).</summary>
internal static class StateTestCase
{
    private const ulong DefaultBaseFee = 10;
    private const int MostLogs = 3;

    /// <summary>Null when the case holds, or else what went wrong.</summary>
    /// <param name="test">The test that the case is of.</param>
    /// <param name="rules">The rules of its fork.</param>
    /// <param name="post">The case: which transaction, and what is expected of it.</param>
    internal static string? RunCase(JsonElement test, ForkRules rules, JsonElement post)
    {
        var before = Alloc.ToState(test.GetProperty("pre"));
        var refusal = post.Optional("expectException")?.ToString();
        Transaction transaction;
        try
        {
            transaction = StateTestTransaction.Build(test, post);
        }
        catch (Exception e) when (e is RlpException or FormatException or OverflowException)
        {
            return !string.IsNullOrEmpty(refusal) ? null : $"the transaction was not decoded: {e.Message}";
        }

        var world = new WorldState(before);
        var block = MakeBlock(test, rules);
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

        if (verdict.IsValid != string.IsNullOrEmpty(refusal))
        {
            return verdict.IsValid ? $"accepted, expected {refusal}; {Describe(result!)}" : $"refused: {verdict}";
        }

        if (result is null && before.Root == ExpectedRoot(post))
        {
            return null; // newer fixtures give no reward when the transaction was refused, older ones do
        }

        TouchFeeRecipient(world, block);
        return Compare(test, post, before, world.CollectChanges(), result);
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
            ChainId = BlobConfig.ChainIdOf(test.TryGetProperty("config", out var config) ? config : default),
            Number = (ulong)env.Quantity("currentNumber"),
            Timestamp = (ulong)env.Quantity("currentTimestamp"),
            GasLimit = env.Quantity("currentGasLimit").SaturateToUInt64(),
            FeeRecipient = env.Address("currentCoinbase"),
            Difficulty = isMerged ? default : env.OptionalQuantity("currentDifficulty").GetValueOrDefault(),
            MixHash = isMerged ? env.OptionalQuantity("currentRandom").GetValueOrDefault().ToHash256() : default,
            BaseFeePerGas = rules.IsLondon ? env.OptionalQuantity("currentBaseFee") ?? DefaultBaseFee : default,
            BlobBaseFee = BlobGas.BaseFee(env.OptionalQuantity("currentExcessBlobGas").GetValueOrDefault().SaturateToUInt64(), rules.Blobs),
            MaxBlobs = rules.IsCancun ? rules.Blobs.Max : 0,
            BlockHash = number => Keccak256.Hash(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))),
        };
    }

    private static string? Compare(JsonElement test, JsonElement post, StateView before, StateChanges changes, TransactionResult? result)
    {
        if (result is not null && post.Optional("logs") is { } logs && HashOfLogs(result.Logs) != Hash256.Parse(logs.GetString()!))
        {
            return $"logs {HashOfLogs(result.Logs)}, expected {logs.GetString()}: {Describe(result.Logs)}; {Describe(result)}";
        }

        var after = before.Apply(changes);
        if (after.Root == ExpectedRoot(post))
        {
            return null;
        }

        var difference = StateDifference.Explain(after, changes, post.Optional("state") ?? post.Optional("postState"), test.GetProperty("pre"));
        return $"state root {after.Root}, expected {ExpectedRoot(post)}; {(result is null ? "refused" : Describe(result))}; {difference}";
    }

    private static Hash256 ExpectedRoot(JsonElement post) => post.Optional("hash") is { } hash
        ? Hash256.Parse(hash.GetString()!)
        : Alloc.ToState(post.Optional("state") ?? post.GetProperty("postState")).Root;

    private static string Describe(TransactionResult result) => $"gas used {result.GasUsed}, {(result.IsSuccess ? "success" : result.Error.ToString())}";

    private static string Describe(IReadOnlyList<Log> logs) => logs.Count == 0 ? "none here" : $"{logs.Count} here: " + string.Join("; ", logs.Take(MostLogs).Select(log =>
        $"{log.Address} topics [{string.Join(", ", log.Topics.ToArray())}] data {Hex.Encode(log.Data.Span)}"));

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
