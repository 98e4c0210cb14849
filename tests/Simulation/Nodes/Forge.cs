using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>Makes whatever block a dishonest signer wants: well-formed, empty, on any parent.</summary>
internal static class Forge
{
    private static readonly ForkRules London = ForkRules.Of(Fork.London);

    /// <summary>A sealed empty block.</summary>
    /// <param name="parent">Its parent.</param>
    /// <param name="snapshot">The state of the vote after the parent.</param>
    /// <param name="key">The signer.</param>
    /// <param name="timestamp">Its time.</param>
    /// <param name="vanity">What makes it differ from another.</param>
    /// <param name="difficulty">Its difficulty; null for the right one.</param>
    public static Block Seal(BlockHeader parent, Snapshot snapshot, PrivateKey key, ulong timestamp, byte[] vanity, ulong? difficulty = null)
    {
        var number = parent.Number + 1;
        var header = new BlockHeader
        {
            ParentHash = parent.Hash,
            Number = number,
            Timestamp = timestamp,
            GasLimit = parent.GasLimit,
            BaseFeePerGas = BaseFee.After(parent, London),
            StateRoot = parent.StateRoot,
            Difficulty = difficulty ?? (snapshot.IsInTurn(number, key.Address) ? CliqueHeader.DifficultyInTurn : CliqueHeader.DifficultyOutOfTurn),
            ExtraData = CliqueHeader.MakeExtraData(vanity, []),
        };
        return new Block(CliqueHeader.WithSeal(header, key.Sign(CliqueHeader.SealHash(header))), BlockBody.Empty);
    }
}
