using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Sync;

/// <summary>Which body belongs to which header: the roots say so, and only they, because peers leave out what they do not have.</summary>
internal static class BodyMatcher
{
    /// <summary>True when the header commits to this body.</summary>
    public static bool Matches(BlockHeader header, BlockBody body) =>
        BodyRules.TransactionsRoot(body.Transactions) == header.TransactionsRoot
        && BodyRules.UnclesHash(body.Uncles) == header.UnclesHash
        && (body.Withdrawals is { } withdrawals ? BodyRules.WithdrawalsRoot(withdrawals) : (Hash256?)null) == header.WithdrawalsRoot;

    /// <summary>The body of a block without content, which need not be asked for; null when there is content.</summary>
    public static BlockBody? WithoutContent(BlockHeader header)
    {
        if (header.TransactionsRoot != Keccak256.OfEmptyTrie || header.UnclesHash != Keccak256.OfEmptyList)
        {
            return null;
        }

        return header.WithdrawalsRoot is not { } root ? BlockBody.Empty
            : root == Keccak256.OfEmptyTrie ? BlockBody.Empty with { Withdrawals = [] }
            : null;
    }
}
