using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Rules;

/// <summary>The base fee of EIP-1559.</summary>
public static class BaseFee
{
    /// <summary>The gas target is the gas limit divided by this.</summary>
    public const ulong ElasticityMultiplier = 2;

    /// <summary>Base fee of the first block with one, in wei per gas.</summary>
    public const ulong Initial = 1_000_000_000;

    private const ulong ChangeDenominator = 8;

    /// <summary>The base fee in wei per gas of the block after <paramref name="parent"/>.</summary>
    public static UInt256 After(BlockHeader parent, ForkRules parentRules)
    {
        if (!parentRules.IsLondon || parent.BaseFeePerGas is not { } fee)
        {
            return Initial;
        }

        var target = parent.GasLimit / ElasticityMultiplier;
        if (parent.GasUsed == target || target == 0)
        {
            return fee;
        }

        var distance = parent.GasUsed > target ? parent.GasUsed - target : target - parent.GasUsed;
        var delta = fee * distance / target / ChangeDenominator;
        if (parent.GasUsed > target)
        {
            return fee + (delta.IsZero ? UInt256.One : delta);
        }

        return delta > fee ? UInt256.Zero : fee - delta;
    }
}
