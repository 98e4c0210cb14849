namespace PoaSidechain.State;

/// <summary>Takes the database entries of a new state: a write batch, or the caches.</summary>
internal interface IStateSink
{
    /// <summary>An entry's new value.</summary>
    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>An entry that goes.</summary>
    void Delete(ReadOnlySpan<byte> key);
}
