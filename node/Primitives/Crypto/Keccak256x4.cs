using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>Keccak-256 of four messages at once: about a third of the time of one after another.</summary>
/// <remarks>For messages that take the same number of blocks: see <see cref="BlocksOf"/>.</remarks>
public static class Keccak256x4
{
    private const int Lanes = Keccak256.Rate / sizeof(ulong);

    /// <summary>True when the processor makes it worth while.</summary>
    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    /// <summary>Number of blocks that a message of a length takes with its padding.</summary>
    public static int BlocksOf(int length) => (length / Keccak256.Rate) + 1;

    /// <summary>Hashes four messages of equal <see cref="BlocksOf"/>. Digests are written when all messages have been read.</summary>
    [SkipLocalsInit]
    public static void Hash(Job first, Job second, Job third, Job fourth)
    {
        Span<Vector256<ulong>> state = stackalloc Vector256<ulong>[25];
        state.Clear();
        var full = first.Message.Length / Keccak256.Rate;
        for (var block = 0; block < full; block++)
        {
            var start = block * Keccak256.Rate;
            Absorb(state, first.Message[start..], second.Message[start..], third.Message[start..], fourth.Message[start..]);
            KeccakF1600Vectors.Permute<KeccakLanes4, Vector256<ulong>>(state);
        }

        Span<byte> tails = stackalloc byte[4 * Keccak256.Rate];
        tails.Clear();
        Pad(first.Message[(full * Keccak256.Rate)..], tails);
        Pad(second.Message[(full * Keccak256.Rate)..], tails[Keccak256.Rate..]);
        Pad(third.Message[(full * Keccak256.Rate)..], tails[(2 * Keccak256.Rate)..]);
        Pad(fourth.Message[(full * Keccak256.Rate)..], tails[(3 * Keccak256.Rate)..]);
        Absorb(state, tails, tails[Keccak256.Rate..], tails[(2 * Keccak256.Rate)..], tails[(3 * Keccak256.Rate)..]);
        KeccakF1600Vectors.Permute<KeccakLanes4, Vector256<ulong>>(state);
        for (var lane = 0; lane < 4; lane++)
        {
            var at = lane * sizeof(ulong);
            BinaryPrimitives.WriteUInt64LittleEndian(first.Digest[at..], state[lane][0]);
            BinaryPrimitives.WriteUInt64LittleEndian(second.Digest[at..], state[lane][1]);
            BinaryPrimitives.WriteUInt64LittleEndian(third.Digest[at..], state[lane][2]);
            BinaryPrimitives.WriteUInt64LittleEndian(fourth.Digest[at..], state[lane][3]);
        }
    }

    private static void Absorb(
        Span<Vector256<ulong>> state, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var at = lane * sizeof(ulong);
            state[lane] ^= Vector256.Create(
                BinaryPrimitives.ReadUInt64LittleEndian(first[at..]),
                BinaryPrimitives.ReadUInt64LittleEndian(second[at..]),
                BinaryPrimitives.ReadUInt64LittleEndian(third[at..]),
                BinaryPrimitives.ReadUInt64LittleEndian(fourth[at..]));
        }
    }

    private static void Pad(ReadOnlySpan<byte> tail, Span<byte> block)
    {
        tail.CopyTo(block[..Keccak256.Rate]);
        block[tail.Length] = 0x01;
        block[Keccak256.Rate - 1] |= 0x80;
    }

    /// <summary>A message and where its hash goes.</summary>
    /// <param name="message">What to hash.</param>
    /// <param name="digest">32 bytes.</param>
    public readonly ref struct Job(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        /// <summary>What to hash.</summary>
        public ReadOnlySpan<byte> Message { get; } = message;

        /// <summary>Where the hash goes.</summary>
        public Span<byte> Digest { get; } = digest;
    }
}
