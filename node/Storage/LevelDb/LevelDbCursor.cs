namespace PoaSidechain.Storage.LevelDb;

/// <summary>A place in a <see cref="LevelDbStore"/> or a snapshot of one.</summary>
internal sealed class LevelDbCursor : IKeyValueCursor
{
    private readonly Iterator _iterator;

    public LevelDbCursor(Iterator iterator, ReadOnlySpan<byte> start)
    {
        _iterator = iterator;
        iterator.Seek(start);
    }

    public bool IsValid => _iterator.IsValid;

    public ReadOnlySpan<byte> Key => _iterator.Key;

    public ReadOnlySpan<byte> Value => _iterator.Value;

    public void MoveNext() => _iterator.Next();

    public void MovePrevious() => _iterator.Prev();

    public void Dispose() => _iterator.Dispose();
}
