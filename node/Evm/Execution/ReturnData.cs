namespace PoaSidechain.Evm.Execution;

/// <summary>What the last call gave back (EIP-211). One buffer serves a whole transaction: a callee starts without return data, and its own replaces it.</summary>
internal sealed class ReturnData
{
    private const int KeepAtMost = 1 << 20;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Set(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Makes the return data so long; its bytes are the caller's to fill.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length < length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(length, _bytes.Length * 2));
        }

        Length = length;
        return _bytes.AsSpan(0, length);
    }

    /// <summary>Empties the buffer, and lets go of it if a transaction has made it unusually large.</summary>
    public void Reset()
    {
        Length = 0;
        if (_bytes.Length > KeepAtMost)
        {
            _bytes = new byte[256];
        }
    }
}
