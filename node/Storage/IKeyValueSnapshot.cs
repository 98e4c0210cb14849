namespace PoaSidechain.Storage;

/// <summary>An unchanging view of a store; holds disk space of overwritten values until disposed.</summary>
public interface IKeyValueSnapshot : IKeyValueReader, IDisposable;
