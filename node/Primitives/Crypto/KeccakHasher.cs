namespace PoaSidechain.Primitives.Crypto;

/// <summary>Keccak-256 over data that comes in pieces; the digest so far can be read at any time, as the RLPx MACs need.</summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed class KeccakHasher
{
    private readonly ulong[] _state = new ulong[25];
    private readonly byte[] _buffer = new byte[Keccak256.Rate];
    private int _buffered;

    /// <summary>Appends to the hashed data.</summary>
    public void Update(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            var take = Math.Min(data.Length, _buffer.Length - _buffered);
            data[..take].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += take;
            data = data[take..];
            if (_buffered == _buffer.Length)
            {
                Keccak256.Absorb(_state, _buffer);
                KeccakF1600.Permute(_state);
                _buffered = 0;
            }
        }
    }

    /// <summary>The hash of everything appended so far; appending may go on.</summary>
    public Hash256 Digest()
    {
        Span<ulong> state = stackalloc ulong[25];
        _state.CopyTo(state);
        Span<byte> last = stackalloc byte[Keccak256.Rate];
        last.Clear();
        _buffer.AsSpan(0, _buffered).CopyTo(last);
        last[_buffered] = 0x01;
        last[Keccak256.Rate - 1] |= 0x80;
        Keccak256.Absorb(state, last);
        KeccakF1600.Permute(state);
        Span<byte> digest = stackalloc byte[32];
        Keccak256.Squeeze(state, digest);
        return new Hash256(digest);
    }
}
