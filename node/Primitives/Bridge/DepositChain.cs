using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>The hash chain over deposits: built by the Vault, folded again by the Inbox and by every checkpointer.</summary>
public static class DepositChain
{
    /// <summary>The accumulator over no deposits, <c>keccak256(abi.encode("deposits", sidechainId, vault))</c>; never zero.</summary>
    public static Hash256 Start(in Hash256 sidechainId, in Address vault)
    {
        Span<byte> words = stackalloc byte[5 * 32];
        var writer = new WordWriter(words);
        writer.Write(3 * 32); // where the text stands: behind the three words of the head
        writer.Write(sidechainId);
        writer.Write(vault);
        writer.Write(8);
        words[(4 * 32)..].Clear();
        "deposits"u8.CopyTo(words[(4 * 32)..]);
        return Keccak256.Hash(words);
    }

    /// <summary>The accumulator after one more deposit.</summary>
    public static Hash256 Append(in Hash256 acc, in Hash256 depositHash)
    {
        Span<byte> pair = stackalloc byte[2 * 32];
        acc.CopyTo(pair);
        depositHash.CopyTo(pair[32..]);
        return Keccak256.Hash(pair);
    }
}
