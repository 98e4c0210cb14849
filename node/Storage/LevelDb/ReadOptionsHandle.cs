using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>How to read: the database as it is, or as it was at a snapshot, which is released with this.</summary>
internal sealed class ReadOptionsHandle : SafeHandle
{
    private readonly DatabaseHandle? _database;
    private readonly nint _snapshot;

    /// <summary>Reads the newest state; checksums of blocks that come from files are checked.</summary>
    public ReadOptionsHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(NativeLevelDb.ReadOptionsCreate());
        NativeLevelDb.ReadOptionsSetVerifyChecksums(handle, 1);
    }

    /// <summary>Reads the state as it is now, from now on.</summary>
    public ReadOptionsHandle(DatabaseHandle database)
        : this()
    {
        _database = database;
        _snapshot = database.CreateSnapshot();
        NativeLevelDb.ReadOptionsSetSnapshot(handle, _snapshot);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeLevelDb.ReadOptionsDestroy(handle);
        _database?.ReleaseSnapshot(_snapshot);
        return true;
    }
}
