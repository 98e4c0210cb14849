namespace PoaSidechain.Primitives.Bridge;

/// <summary>Reads static ABI values; <see cref="IsValid"/> turns false when a word does not hold its type or the input is too short.</summary>
internal ref struct WordReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    /// <summary>True while every word read so far held its type.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>True when every word held its type and nothing is left.</summary>
    public readonly bool IsComplete => IsValid && _rest.IsEmpty;

    public UInt256 ReadUInt256() => UInt256.FromBigEndian(Take());

    public Hash256 ReadHash() => new(Take());

    public ulong ReadUInt64()
    {
        var value = ReadUInt256();
        IsValid &= value.FitsUInt64;
        return value.Low64;
    }

    public uint ReadUInt32()
    {
        var value = ReadUInt64();
        IsValid &= value <= uint.MaxValue;
        return (uint)value;
    }

    public Address ReadAddress()
    {
        var word = Take();
        IsValid &= !word[..12].ContainsAnyExcept((byte)0);
        return new Address(word[12..]);
    }

    private ReadOnlySpan<byte> Take()
    {
        if (_rest.Length < 32)
        {
            IsValid = false;
            _rest = default;
            return new byte[32];
        }

        var word = _rest[..32];
        _rest = _rest[32..];
        return word;
    }
}
