using System.Buffers.Binary;
using System.Numerics;

namespace PoaSidechain.State;

/// <summary>Hash codes of database keys, seeded for each process: keys come from hashes of what strangers choose.</summary>
internal static class ByteHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static readonly ulong Seed = ((ulong)(uint)HashCode.Combine(1) << 32) | (uint)HashCode.Combine(2);

    /// <summary>Eight bytes a step, multiplied and folded.</summary>
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        var hash = Seed + ((ulong)key.Length * Multiplier);
        while (key.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ BinaryPrimitives.ReadUInt64LittleEndian(key)) * Multiplier;
            key = key[8..];
        }

        foreach (var b in key)
        {
            hash = (BitOperations.RotateLeft(hash, 11) ^ b) * Multiplier;
        }

        return hash ^ (hash >> 32);
    }
}
