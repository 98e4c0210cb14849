using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>An open LevelDB with what must live as long as it: block cache, filter policy, write options, snapshots.</summary>
/// <remarks>
/// The database is closed when the last native call that uses the handle has returned. Snapshots that nobody released are released then, so
/// that forgotten readers do not keep a folder locked; reading through one afterwards is refused by this handle.
/// </remarks>
internal sealed class DatabaseHandle : SafeHandle
{
    private readonly nint _cache;
    private readonly nint _filter;
    private readonly Lock _gate = new();
    private readonly HashSet<nint> _snapshots = [];

    public DatabaseHandle(nint db, nint cache, nint filter)
        : base(0, ownsHandle: true)
    {
        SetHandle(db);
        _cache = cache;
        _filter = filter;
        Buffered = NativeLevelDb.WriteOptionsCreate();
        Durable = NativeLevelDb.WriteOptionsCreate();
        NativeLevelDb.WriteOptionsSetSync(Durable, 1);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Write options: the operating system has the write.</summary>
    public nint Buffered { get; }

    /// <summary>Write options: the disk has the write.</summary>
    public nint Durable { get; }

    /// <summary>A snapshot, to be given to <see cref="ReleaseSnapshot"/>.</summary>
    public nint CreateSnapshot()
    {
        lock (_gate)
        {
            var snapshot = NativeLevelDb.CreateSnapshot(this);
            _snapshots.Add(snapshot);
            return snapshot;
        }
    }

    /// <summary>Releases a snapshot if closing has not done so already.</summary>
    public void ReleaseSnapshot(nint snapshot)
    {
        lock (_gate)
        {
            if (_snapshots.Remove(snapshot))
            {
                NativeLevelDb.ReleaseSnapshot(handle, snapshot);
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        lock (_gate)
        {
            foreach (var snapshot in _snapshots)
            {
                NativeLevelDb.ReleaseSnapshot(handle, snapshot);
            }

            _snapshots.Clear();
            NativeLevelDb.Close(handle);
        }

        NativeLevelDb.WriteOptionsDestroy(Buffered);
        NativeLevelDb.WriteOptionsDestroy(Durable);
        NativeLevelDb.CacheDestroy(_cache);
        if (_filter != 0)
        {
            NativeLevelDb.FilterPolicyDestroy(_filter);
        }

        return true;
    }
}
