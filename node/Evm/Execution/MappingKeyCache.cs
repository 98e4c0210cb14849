using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Evm.Execution;

/// <summary>
/// Keccak-256 of 64 bytes, remembered: a contract computes where the entry of a mapping is (key and slot, 32 bytes each) whenever it reads or
/// writes it, mostly for the same few keys.
/// </summary>
/// <remarks>Each input has one place; the newest stays. Nothing depends on what is remembered but time. Thread: one at a time.</remarks>
internal sealed class MappingKeyCache
{
    public const int InputSize = 64;

    private const int PlaceBits = 10; // 1,024 places, about 100 kB

    private Entry[]? _entries;

    /// <summary>The hash of 64 bytes.</summary>
    public Hash256 Hash(ReadOnlySpan<byte> input)
    {
        var first = Vector256.Create<byte>(input);
        var second = Vector256.Create<byte>(input[32..]);
        ref var entry = ref (_entries ??= new Entry[1 << PlaceBits])[PlaceOf(first.AsUInt64() ^ second.AsUInt64())];
        if (!entry.IsFilled || entry.First != first || entry.Second != second)
        {
            entry = new Entry { First = first, Second = second, Digest = Keccak256.Hash(input[..InputSize]), IsFilled = true };
        }

        return entry.Digest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(Vector256<ulong> words)
    {
        const ulong Mixer = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio
        var sum = ((((words[0] * Mixer) + words[1]) * Mixer) + words[2]) * Mixer;
        return (int)(((sum + words[3]) * Mixer) >> (64 - PlaceBits));
    }

    private struct Entry
    {
        public Vector256<byte> First;
        public Vector256<byte> Second;
        public Hash256 Digest;
        public bool IsFilled;
    }
}
