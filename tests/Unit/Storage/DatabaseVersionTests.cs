using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.Storage;

public sealed class DatabaseVersionTests
{
    [Fact]
    public void Empty_store_gets_the_version_and_is_known_afterwards()
    {
        using var store = new MemoryStore();

        DatabaseVersion.Ensure(store);
        DatabaseVersion.Ensure(store);

        Assert.Equal([0, 0, 0, (byte)Schema.Version], store.Get(Schema.VersionKey));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, (byte)Schema.Version + 1 }, "newer")]
    [InlineData(new byte[] { 0, 0, 0, 0 }, "convert")]
    [InlineData(new byte[] { 1 }, "newer")]
    public void Other_versions_are_refused(byte[] version, string advice)
    {
        using var store = With(Schema.VersionKey.ToArray(), version);

        var error = Assert.Throws<StorageException>(() => DatabaseVersion.Ensure(store));

        Assert.Equal(StorageError.WrongVersion, error.Error);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Database_of_another_program_is_refused()
    {
        using var store = With([9], [9]);

        Assert.Equal(StorageError.WrongVersion, Assert.Throws<StorageException>(() => DatabaseVersion.Ensure(store)).Error);
    }

    private static MemoryStore With(byte[] key, byte[] value)
    {
        var store = new MemoryStore();
        using var batch = store.CreateBatch();
        batch.Put(key, value);
        store.Write(batch, durable: true);
        return store;
    }
}
