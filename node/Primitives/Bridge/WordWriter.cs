namespace PoaSidechain.Primitives.Bridge;

/// <summary>Writes static ABI values: 32-byte words one after another, as <c>abi.encode</c> does for types of fixed size.</summary>
internal ref struct WordWriter(Span<byte> destination)
{
    private Span<byte> _rest = destination;

    public void Write(ulong value) => Write((UInt256)value);

    public void Write(in UInt256 value) => value.WriteBigEndian(Take());

    public void Write(in Hash256 value) => value.CopyTo(Take());

    public void Write(in Address value)
    {
        var word = Take();
        word[..12].Clear();
        value.CopyTo(word[12..]);
    }

    private Span<byte> Take()
    {
        var word = _rest[..32];
        _rest = _rest[32..];
        return word;
    }
}
