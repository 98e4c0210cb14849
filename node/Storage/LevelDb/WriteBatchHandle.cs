using System.Runtime.InteropServices;

namespace PoaSidechain.Storage.LevelDb;

/// <summary>A native write batch.</summary>
internal sealed class WriteBatchHandle : SafeHandle
{
    public WriteBatchHandle()
        : base(0, ownsHandle: true) => SetHandle(NativeLevelDb.WriteBatchCreate());

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeLevelDb.WriteBatchDestroy(handle);
        return true;
    }
}
