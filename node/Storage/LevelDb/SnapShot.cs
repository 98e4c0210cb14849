namespace PoaSidechain.Storage.LevelDb;

/// <summary>
/// A LevelDB as it was at one moment; named as in LevelDB.Standard. Released when disposed, or when nobody refers to it any more.
/// </summary>
/// <remarks>Thread: any.</remarks>
public sealed class SnapShot : IDisposable
{
    internal SnapShot(ReadOptionsHandle handle) => Handle = handle;

    internal ReadOptionsHandle Handle { get; }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
