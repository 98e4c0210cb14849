namespace PoaSidechain.State.Trie;

/// <summary>Trie keys as nibbles, one to a byte, and their hex-prefix form (Yellow Paper appendix C).</summary>
internal static class Nibbles
{
    /// <summary>Nibbles of a 32-byte key: the depth a state or storage trie can reach.</summary>
    public const int OfHash = 64;

    private const int OddFlag = 0x10;
    private const int LeafFlag = 0x20;

    /// <summary>Writes two nibbles for each byte of the key.</summary>
    public static void Expand(ReadOnlySpan<byte> key, Span<byte> nibbles)
    {
        nibbles = nibbles[..(key.Length * 2)];
        for (var i = 0; i < key.Length; i++)
        {
            var b = key[i];
            nibbles[2 * i] = (byte)(b >> 4);
            nibbles[(2 * i) + 1] = (byte)(b & 15);
        }
    }

    /// <summary>The bytes of an even number of nibbles.</summary>
    public static void Pack(ReadOnlySpan<byte> nibbles, Span<byte> key)
    {
        for (var i = 0; i < nibbles.Length / 2; i++)
        {
            key[i] = (byte)((nibbles[2 * i] << 4) | nibbles[(2 * i) + 1]);
        }
    }

    /// <summary>Length of the hex-prefix form.</summary>
    public static int EncodedLength(int count) => (count / 2) + 1;

    /// <summary>Writes the hex-prefix form: a flag nibble (leaf, odd), padding when even, the nibbles.</summary>
    public static void Encode(ReadOnlySpan<byte> nibbles, bool isLeaf, Span<byte> destination)
    {
        var flags = isLeaf ? LeafFlag : 0;
        if ((nibbles.Length & 1) != 0)
        {
            flags |= OddFlag | nibbles[0];
            nibbles = nibbles[1..];
        }

        destination[0] = (byte)flags;
        for (var i = 0; i < nibbles.Length; i += 2)
        {
            destination[1 + (i / 2)] = (byte)((nibbles[i] << 4) | nibbles[i + 1]);
        }
    }

    /// <summary>Number of nibbles in a hex-prefix form.</summary>
    public static int DecodedLength(ReadOnlySpan<byte> encoded) => ((encoded.Length - 1) * 2) + ((encoded[0] & OddFlag) != 0 ? 1 : 0);

    /// <summary>Writes the nibbles of a hex-prefix form; true when it is a leaf's.</summary>
    public static bool Decode(ReadOnlySpan<byte> encoded, Span<byte> nibbles)
    {
        if ((encoded[0] & OddFlag) != 0)
        {
            nibbles[0] = (byte)(encoded[0] & 15);
            nibbles = nibbles[1..];
        }

        Expand(encoded[1..], nibbles);
        return (encoded[0] & LeafFlag) != 0;
    }

    /// <summary>True when the flag byte and padding are as <see cref="Encode"/> writes them: each key has one form.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> encoded)
    {
        return encoded.Length > 0
            && (encoded[0] & ~(OddFlag | LeafFlag | 15)) == 0
            && ((encoded[0] & OddFlag) != 0 || (encoded[0] & 15) == 0);
    }
}
