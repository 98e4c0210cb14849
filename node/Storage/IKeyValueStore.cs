namespace PoaSidechain.Storage;

/// <summary>An ordered map of byte strings that changes by whole batches: LevelDB on disk, or memory in tests.</summary>
/// <remarks>Thread: any; batches are applied one after another.</remarks>
public interface IKeyValueStore : IKeyValueReader, IDisposable
{
    /// <summary>An empty batch to be filled and handed to <see cref="Write"/>.</summary>
    IWriteBatch CreateBatch();

    /// <summary>Applies a batch whole or not at all.</summary>
    /// <param name="batch">A batch of this store.</param>
    /// <param name="durable">True to return only when the disk has it and all before it (fsync); false leaves that to a later durable write.</param>
    void Write(IWriteBatch batch, bool durable);

    /// <summary>The map as it is now, unmoved by later writes.</summary>
    IKeyValueSnapshot CreateSnapshot();
}
