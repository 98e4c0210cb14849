using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PoaSidechain.Primitives;

/// <summary>Hash codes for hash tables whose keys strangers choose (addresses, storage slots).</summary>
/// <remarks>
/// Multiply-shift hashing with odd multipliers drawn at process start, so that nobody can prepare keys that fall into one bucket and
/// make a block slow. Never stored, never part of a result: .NET's dictionaries enumerate independently of it.
/// </remarks>
internal static class HashSeed
{
    private static readonly ulong K0 = Draw();
    private static readonly ulong K1 = Draw();
    private static readonly ulong K2 = Draw();
    private static readonly ulong K3 = Draw();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Mix(ulong w0, ulong w1, ulong w2, ulong w3) => (int)(((w0 * K0) + (w1 * K1) + (w2 * K2) + (w3 * K3)) >> 32);

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }
}
