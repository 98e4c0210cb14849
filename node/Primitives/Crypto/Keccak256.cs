using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>Keccak-256 with the original 0x01 padding (Yellow Paper appendix): Ethereum's hash, not NIST's SHA3-256.</summary>
public static class Keccak256
{
    internal const int Rate = 136;

    /// <summary>Keccak-256 of the empty string: the code hash of an account without code.</summary>
    public static Hash256 OfEmptyString { get; } = Hash([]);

    /// <summary>Keccak-256 of the RLP empty list (0xc0): the uncles hash of a block without uncles.</summary>
    public static Hash256 OfEmptyList { get; } = Hash([0xc0]);

    /// <summary>Keccak-256 of the RLP empty string (0x80): the root of an empty trie.</summary>
    public static Hash256 OfEmptyTrie { get; } = Hash([0x80]);

    /// <summary>The hash of <paramref name="data"/>.</summary>
    [SkipLocalsInit]
    public static Hash256 Hash(ReadOnlySpan<byte> data)
    {
        Unsafe.SkipInit(out Hash256 hash);
        Hash(data, MemoryMarshal.AsBytes(new Span<Hash256>(ref hash)));
        return hash;
    }

    /// <summary>Writes the 32-byte hash of <paramref name="data"/> to the start of <paramref name="destination"/>; they may overlap.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        if (data.Length < Rate && BitConverter.IsLittleEndian)
        {
            // All in one block, which is most of what Ethereum hashes: nothing to mix with, so the state is written as it is.
            var bytes = MemoryMarshal.AsBytes(state);
            data.CopyTo(bytes);
            bytes[data.Length] = 0x01;
            bytes[Rate - 1] |= 0x80;
            KeccakF1600.Permute(state);
            bytes[..32].CopyTo(destination);
            return;
        }

        while (data.Length >= Rate)
        {
            Absorb(state, data[..Rate]);
            KeccakF1600.Permute(state);
            data = data[Rate..];
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        Absorb(state, last);
        KeccakF1600.Permute(state);
        Squeeze(state, destination);
    }

    internal static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / 8; i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        }
    }

    internal static void Squeeze(ReadOnlySpan<ulong> state, Span<byte> destination)
    {
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(i * 8)..], state[i]);
        }
    }
}
