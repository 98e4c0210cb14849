using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>The scrypt key derivation function (RFC 7914), for keystore files.</summary>
/// <remarks>
/// Own code because OpenSSL refuses r = 1, which real files have. Salsa20/8 works on the diagonals of its matrix, four words at a time.
/// </remarks>
internal static unsafe class Scrypt
{
    /// <summary>Most memory that a foreign file may ask for: four times geth's standard strength.</summary>
    public const long MaxMemoryBytes = 1L << 30;

    /// <summary>Most work, as n * r * p, that a foreign file may ask for: 32 times geth's standard strength.</summary>
    public const long MaxWork = 1L << 26;

    private const int VectorsPerBlock = 4; // of 16 bytes each

    /// <summary>What is wrong with parameters; null when they can be used.</summary>
    public static string? ProblemOf(long n, long r, long p)
    {
        if (n < 2 || !BitOperations.IsPow2(n) || r < 1 || p < 1)
        {
            return $"n = {n}, r = {r}, p = {p}: n must be a power of two from 2 on, r and p from 1 on";
        }

        return n > MaxWork || r > MaxWork || p > MaxWork || 128 * n * r > MaxMemoryBytes || (UInt128)n * (ulong)r * (ulong)p > MaxWork
            ? $"n = {n}, r = {r}, p = {p} ask for more memory or work than is allowed"
            : null;
    }

    /// <summary>Fills <paramref name="key"/>; the parameters must have no problem.</summary>
    public static void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, Span<byte> key)
    {
        var block = new byte[128 * r * p];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, block, 1, HashAlgorithmName.SHA256);
        var length = (nuint)(2 * r * VectorsPerBlock);
        var memory = (Vector128<uint>*)NativeMemory.AlignedAlloc(length * 16 * (nuint)(n + 2), 64);
        try
        {
            for (var i = 0; i < p; i++)
            {
                Mix(block.AsSpan(128 * r * i, 128 * r), n, memory, memory + (length * (nuint)n), (int)length);
            }

            Rfc2898DeriveBytes.Pbkdf2(password, block, key, 1, HashAlgorithmName.SHA256);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
            NativeMemory.Clear(memory, length * 16 * (nuint)(n + 2));
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>ROMix: writes n states into memory, then reads them in an order that depends on the data.</summary>
    private static void Mix(Span<byte> block, int n, Vector128<uint>* table, Vector128<uint>* scratch, int length)
    {
        var x = scratch;
        var y = scratch + length;
        Load(block, new Span<uint>(x, length * 4));
        for (var i = 0; i < n; i += 2)
        {
            Copy(x, table + ((nuint)i * (nuint)length), length);
            MixBlocks(x, y, length);
            Copy(y, table + ((nuint)(i + 1) * (nuint)length), length);
            MixBlocks(y, x, length);
        }

        var mask = (uint)n - 1;
        for (var i = 0; i < n; i += 2)
        {
            Xor(x, table + ((nuint)(x[length - VectorsPerBlock][0] & mask) * (nuint)length), length);
            MixBlocks(x, y, length);
            Xor(y, table + ((nuint)(y[length - VectorsPerBlock][0] & mask) * (nuint)length), length);
            MixBlocks(y, x, length);
        }

        Store(new ReadOnlySpan<uint>(x, length * 4), block);
    }

    private static void Copy(Vector128<uint>* from, Vector128<uint>* to, int length) =>
        new ReadOnlySpan<Vector128<uint>>(from, length).CopyTo(new Span<Vector128<uint>>(to, length));

    private static void Xor(Vector128<uint>* target, Vector128<uint>* with, int length)
    {
        for (var i = 0; i < length; i++)
        {
            target[i] ^= with[i];
        }
    }

    /// <summary>BlockMix: Salsa20/8 chained over the blocks; even results go to the first half, odd ones to the second.</summary>
    private static void MixBlocks(Vector128<uint>* input, Vector128<uint>* output, int length)
    {
        var a = input[length - 4];
        var b = input[length - 3];
        var c = input[length - 2];
        var d = input[length - 1];
        for (var i = 0; i < length; i += VectorsPerBlock)
        {
            var a0 = a ^= input[i];
            var b0 = b ^= input[i + 1];
            var c0 = c ^= input[i + 2];
            var d0 = d ^= input[i + 3];
            for (var round = 0; round < 8; round += 2)
            {
                b ^= Rotate(a + d, 7);
                c ^= Rotate(b + a, 9);
                d ^= Rotate(c + b, 13);
                a ^= Rotate(d + c, 18);
                b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
                c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
                d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
                d ^= Rotate(a + b, 7);
                c ^= Rotate(d + a, 9);
                b ^= Rotate(c + d, 13);
                a ^= Rotate(b + c, 18);
                b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
                c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
                d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
            }

            var target = output + (i / 8 * VectorsPerBlock) + ((i & VectorsPerBlock) == 0 ? 0 : length / 2);
            target[0] = a += a0;
            target[1] = b += b0;
            target[2] = c += c0;
            target[3] = d += d0;
        }
    }

    private static Vector128<uint> Rotate(Vector128<uint> value, int bits) => (value << bits) | (value >>> (32 - bits));

    /// <summary>Bytes to words, each block of 16 words by the diagonals of its 4 × 4 matrix.</summary>
    private static void Load(ReadOnlySpan<byte> block, Span<uint> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(((i & ~15) + (i * 5 % 16)) * 4)..]);
        }
    }

    private static void Store(ReadOnlySpan<uint> words, Span<byte> block)
    {
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[(((i & ~15) + (i * 5 % 16)) * 4)..], words[i]);
        }
    }
}
