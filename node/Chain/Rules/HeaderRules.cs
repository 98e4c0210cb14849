using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Rules;

/// <summary>Rules of a header that hold under every engine, each its own check (Yellow Paper section 4.3.4, EIP-1559).</summary>
/// <remarks>Pure. Time against the clock is <see cref="CheckNotInFuture"/>, called by whoever has a clock.</remarks>
public static class HeaderRules
{
    /// <summary>Least gas limit of a block.</summary>
    public const ulong MinGasLimit = 5000;

    /// <summary>Most gas limit of a block: 2^63 - 1.</summary>
    public const ulong MaxGasLimit = long.MaxValue;

    /// <summary>The gas limit moves by less than 1/1024 of the parent's.</summary>
    public const ulong GasLimitBoundDivisor = 1024;

    /// <summary>A header is not ahead of the clock (geth: no tolerance).</summary>
    public static BlockVerdict CheckNotInFuture(BlockHeader header, ulong nowSeconds) =>
        header.Timestamp <= nowSeconds
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.FutureBlock, $"{header.Timestamp - nowSeconds} s ahead of the clock");

    /// <summary>Everything that needs only the header and the rules in force.</summary>
    /// <param name="header">The header.</param>
    /// <param name="rules">The rules in force at its number and time.</param>
    /// <param name="maxExtraDataBytes">The engine's limit; null where its own rules say it.</param>
    public static BlockVerdict CheckAlone(BlockHeader header, ForkRules rules, int? maxExtraDataBytes)
    {
        if (header.ExtraData.Length > maxExtraDataBytes)
        {
            return BlockVerdict.Invalid(BlockError.ExtraDataTooLong, $"{header.ExtraData.Length} bytes, at most {maxExtraDataBytes}");
        }

        if (header.GasLimit > MaxGasLimit)
        {
            return BlockVerdict.Invalid(BlockError.InvalidGasLimit, $"{header.GasLimit} is above {MaxGasLimit}");
        }

        return CheckForkFields(header, rules);
    }

    /// <summary>Everything against the parent, in geth's order.</summary>
    public static BlockVerdict CheckAgainstParent(BlockHeader header, BlockHeader parent, ForkRules rules, ForkRules parentRules)
    {
        if (header.Number != parent.Number + 1)
        {
            return BlockVerdict.Invalid(BlockError.InvalidNumber, $"{header.Number} after {parent.Number}");
        }

        if (header.GasUsed > header.GasLimit)
        {
            return BlockVerdict.Invalid(BlockError.GasUsedAboveLimit, $"{header.GasUsed} of {header.GasLimit}");
        }

        var isFirstLondon = rules.IsLondon && !parentRules.IsLondon;
        var verdict = CheckGasLimit(header, isFirstLondon ? parent.GasLimit * BaseFee.ElasticityMultiplier : parent.GasLimit);
        return verdict.IsValid ? CheckBaseFee(header, parent, rules, parentRules) : verdict;
    }

    /// <summary>The base fee is there from London on and follows from the parent (EIP-1559).</summary>
    private static BlockVerdict CheckBaseFee(BlockHeader header, BlockHeader parent, ForkRules rules, ForkRules parentRules)
    {
        UInt256? expected = rules.IsLondon ? BaseFee.After(parent, parentRules) : null;
        return header.BaseFeePerGas == expected
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidBaseFee, $"{Text(header.BaseFeePerGas)}, expected {Text(expected)}");

        static string Text(UInt256? fee) => fee?.ToString() ?? "none";
    }

    private static BlockVerdict CheckGasLimit(BlockHeader header, ulong parentGasLimit)
    {
        var difference = header.GasLimit > parentGasLimit ? header.GasLimit - parentGasLimit : parentGasLimit - header.GasLimit;
        var bound = parentGasLimit / GasLimitBoundDivisor;
        return difference < bound && header.GasLimit >= MinGasLimit
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidGasLimit, $"{header.GasLimit}, expected less than {bound} from {parentGasLimit} and at least {MinGasLimit}");
    }

    /// <summary>A header has exactly the fields of the forks in force (EIP-4895, 4844, 4788, 7685).</summary>
    private static BlockVerdict CheckForkFields(BlockHeader header, ForkRules rules)
    {
        var wrong = rules.IsShanghai != header.WithdrawalsRoot.HasValue ? "withdrawalsRoot"
            : rules.IsCancun != header.BlobGasUsed.HasValue ? "blobGasUsed"
            : rules.IsCancun != header.ExcessBlobGas.HasValue ? "excessBlobGas"
            : rules.IsCancun != header.ParentBeaconBlockRoot.HasValue ? "parentBeaconBlockRoot"
            : rules.IsPrague != header.RequestsHash.HasValue ? "requestsHash"
            : null;
        return wrong is null
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.InvalidForkField, $"{wrong} must be there exactly from its fork on, {rules.Fork} is in force");
    }
}
