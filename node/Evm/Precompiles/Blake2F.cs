using System.Buffers.Binary;
using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x09: the compression function F of BLAKE2b with a chosen number of rounds (EIP-152, RFC 7693 section 3.2). One gas a round.</summary>
internal sealed class Blake2F : PrecompiledContract
{
    private const int InputSize = 213; // rounds 4, h 64, m 128, t 16, final flag 1
    private const int OutputSize = 64;

    private static ReadOnlySpan<ulong> InitialVector =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    public override long GasCost(ReadOnlySpan<byte> input) =>
        input.Length == InputSize ? BinaryPrimitives.ReadUInt32BigEndian(input) : 0;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        if (input.Length != InputSize || input[InputSize - 1] > 1)
        {
            return false;
        }

        Span<ulong> h = stackalloc ulong[8];
        Span<ulong> m = stackalloc ulong[16];
        ReadWords(input[4..], h);
        ReadWords(input[68..], m);
        Span<ulong> v = stackalloc ulong[16];
        h.CopyTo(v);
        InitialVector.CopyTo(v[8..]);
        v[12] ^= BinaryPrimitives.ReadUInt64LittleEndian(input[196..]);
        v[13] ^= BinaryPrimitives.ReadUInt64LittleEndian(input[204..]);
        v[14] = input[InputSize - 1] == 1 ? ~v[14] : v[14];
        Blake2Rounds.Mix(BinaryPrimitives.ReadUInt32BigEndian(input), v, m);

        var result = output.Reserve(OutputSize);
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(result[(8 * i)..], h[i] ^ v[i] ^ v[i + 8]);
        }

        return true;
    }

    private static void ReadWords(ReadOnlySpan<byte> bytes, Span<ulong> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        }
    }
}
