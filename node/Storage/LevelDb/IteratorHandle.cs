using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>A native iterator. The database stays open until it is released.</summary>
internal sealed class IteratorHandle : SafeHandle
{
    private readonly DatabaseHandle _database;

    public IteratorHandle(DatabaseHandle database, ReadOptionsHandle options)
        : base(0, ownsHandle: true)
    {
        _database = database;
        var isHeld = false;
        database.DangerousAddRef(ref isHeld);
        try
        {
            SetHandle(NativeLevelDb.CreateIterator(database, options));
        }
        catch
        {
            database.DangerousRelease(); // an invalid handle is never released
            throw;
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeLevelDb.IteratorDestroy(handle);
        _database.DangerousRelease();
        return true;
    }
}
