using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PoaSidechain.Network.Rlpx;

/// <summary>AES in counter mode, 128-bit big-endian counter: the stream cipher of RLPx frames (256-bit key) and of ECIES (128-bit key).</summary>
/// <remarks>
/// The key stream is made 4 KiB at a time, so that the cost of a call into the platform's cipher (about 1 µs) is shared by many small frames.
/// Thread: one at a time; the position in the stream is part of the object.
/// </remarks>
internal sealed class AesCtr : IDisposable
{
    private const int BlockBytes = 16;
    private const int BatchBytes = 4096;

    private readonly Aes _aes;
    private readonly ICryptoTransform _cipher;
    private readonly byte[] _counters = new byte[BatchBytes];
    private readonly byte[] _keyStream = new byte[BatchBytes];
    private UInt128 _counter;
    private int _used = BatchBytes;

    public AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialCounter)
    {
        (_aes, _cipher) = AesBlock.Create(key);
        _counter = ReadCounter(initialCounter);
    }

    /// <summary>Encrypts or decrypts in place, and moves on in the key stream.</summary>
    public void Transform(Span<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_used == BatchBytes)
            {
                Refill();
            }

            var count = Math.Min(data.Length, BatchBytes - _used);
            Xor(data[..count], _keyStream.AsSpan(_used, count));
            _used += count;
            data = data[count..];
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_keyStream);
        _cipher.Dispose();
        _aes.Dispose();
    }

    private void Refill()
    {
        for (var offset = 0; offset < BatchBytes; offset += BlockBytes)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(offset), _counter++);
        }

        _cipher.TransformBlock(_counters, 0, BatchBytes, _keyStream, 0);
        _used = 0;
    }

    private static UInt128 ReadCounter(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> keyStream)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        var keys = MemoryMarshal.Cast<byte, Vector<byte>>(keyStream);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] ^= keys[i];
        }

        for (var i = vectors.Length * Vector<byte>.Count; i < data.Length; i++)
        {
            data[i] ^= keyStream[i];
        }
    }
}
