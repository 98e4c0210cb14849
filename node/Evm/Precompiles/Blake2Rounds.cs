using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>The rounds of BLAKE2b (RFC 7693 section 3.2), as many as one likes; with AVX2 the four columns of the state at once.</summary>
internal static class Blake2Rounds
{
    private const int Lines = 10; // of the message schedule, which then begins again

    // Which column each column is taken from: the one before, the one after, the one two away.
    private const byte Back = 0b10_01_00_11;
    private const byte Forth = 0b00_11_10_01;
    private const byte Opposite = 0b01_00_11_10;

    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    // Bytes of each 64-bit word, rotated to the right by 24 and by 16 bits.
    private static Vector256<byte> Right24 => Vector256.Create(
        3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10, 3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, (byte)10);

    private static Vector256<byte> Right16 => Vector256.Create(
        2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9, 2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, (byte)9);

    /// <summary>Mixes a message of 16 words into the 16 words of the state.</summary>
    public static void Mix(uint rounds, Span<ulong> state, ReadOnlySpan<ulong> message)
    {
        if (Avx2.IsSupported)
        {
            MixColumns(rounds, state, message);
        }
        else
        {
            MixWords(rounds, state, message);
        }
    }

    /// <summary>The same word by word: for processors without AVX2, and what the other way is compared with.</summary>
    internal static void MixWords(uint rounds, Span<ulong> v, ReadOnlySpan<ulong> m)
    {
        var line = 0;
        for (uint round = 0; round < rounds; round++)
        {
            var s = Sigma.Slice(line * 16, 16);
            Mix(ref v[0], ref v[4], ref v[8], ref v[12], m[s[0]], m[s[1]]);
            Mix(ref v[1], ref v[5], ref v[9], ref v[13], m[s[2]], m[s[3]]);
            Mix(ref v[2], ref v[6], ref v[10], ref v[14], m[s[4]], m[s[5]]);
            Mix(ref v[3], ref v[7], ref v[11], ref v[15], m[s[6]], m[s[7]]);
            Mix(ref v[0], ref v[5], ref v[10], ref v[15], m[s[8]], m[s[9]]);
            Mix(ref v[1], ref v[6], ref v[11], ref v[12], m[s[10]], m[s[11]]);
            Mix(ref v[2], ref v[7], ref v[8], ref v[13], m[s[12]], m[s[13]]);
            Mix(ref v[3], ref v[4], ref v[9], ref v[14], m[s[14]], m[s[15]]);
            line = line == Lines - 1 ? 0 : line + 1;
        }
    }

    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ulong x, ulong y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 32);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 24);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 63);
    }

    // The message is put in the order of each line once, so that a long run only loads. Of the four rows it is b that the next step waits for:
    // to make columns of the diagonals, the other three are turned around it.
    private static void MixColumns(uint rounds, Span<ulong> state, ReadOnlySpan<ulong> message)
    {
        Span<Vector256<ulong>> schedule = stackalloc Vector256<ulong>[4 * (int)Math.Min(rounds, Lines)];
        for (var i = 0; i < schedule.Length; i += 4)
        {
            var s = Sigma.Slice(4 * i, 16);
            schedule[i] = Vector256.Create(message[s[0]], message[s[2]], message[s[4]], message[s[6]]);
            schedule[i + 1] = Vector256.Create(message[s[1]], message[s[3]], message[s[5]], message[s[7]]);
            schedule[i + 2] = Vector256.Create(message[s[14]], message[s[8]], message[s[10]], message[s[12]]);
            schedule[i + 3] = Vector256.Create(message[s[15]], message[s[9]], message[s[11]], message[s[13]]);
        }

        var right24 = Right24;
        var right16 = Right16;
        var a = Vector256.Create<ulong>(state);
        var b = Vector256.Create<ulong>(state[4..]);
        var c = Vector256.Create<ulong>(state[8..]);
        var d = Vector256.Create<ulong>(state[12..]);
        var next = 0;
        for (uint round = 0; round < rounds; round++)
        {
            var line = schedule.Slice(next, 4);
            a = a + line[0] + b;
            d = Right32(d ^ a);
            c += d;
            b = Right(b ^ c, right24);
            a = a + line[1] + b;
            d = Right(d ^ a, right16);
            c += d;
            b = Right63(b ^ c);

            a = Avx2.Permute4x64(a, Back);
            c = Avx2.Permute4x64(c, Forth);
            d = Avx2.Permute4x64(d, Opposite);
            a = a + line[2] + b;
            d = Right32(d ^ a);
            c += d;
            b = Right(b ^ c, right24);
            a = a + line[3] + b;
            d = Right(d ^ a, right16);
            c += d;
            b = Right63(b ^ c);
            a = Avx2.Permute4x64(a, Forth);
            c = Avx2.Permute4x64(c, Back);
            d = Avx2.Permute4x64(d, Opposite);
            next = next + 4 == schedule.Length ? 0 : next + 4;
        }

        a.CopyTo(state);
        b.CopyTo(state[4..]);
        c.CopyTo(state[8..]);
        d.CopyTo(state[12..]);
    }

    private static Vector256<ulong> Right32(Vector256<ulong> words) => Avx2.Shuffle(words.AsUInt32(), 0b10_11_00_01).AsUInt64();

    private static Vector256<ulong> Right(Vector256<ulong> words, Vector256<byte> places) => Avx2.Shuffle(words.AsByte(), places).AsUInt64();

    private static Vector256<ulong> Right63(Vector256<ulong> words) => (words + words) ^ (words >>> 63); // by 63 to the right is by 1 to the left
}
