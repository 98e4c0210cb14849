using System.Diagnostics;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;
using Xunit;

namespace PoaSidechain.Tests.Unit.Storage;

public sealed class LevelDbStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_survive_reopening()
    {
        using (var store = _folder.Open())
        {
            Fill(store, 1000);
        }

        using var reopened = _folder.Open();

        Assert.Equal(Value(999), reopened.Get(Key(999)));
    }

    [Fact]
    public void Open_database_is_refused_to_others_and_says_so()
    {
        using var store = _folder.Open();

        var error = Assert.Throws<StorageException>(() => _folder.Open());

        Assert.Equal(StorageError.Locked, error.Error);
        Assert.Contains("Stop it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_database_is_not_made_unless_asked()
    {
        var error = Assert.Throws<StorageException>(() => LevelDbStore.Open(_folder.Options(create: false)));

        Assert.Equal(StorageError.NotInitialised, error.Error);
        Assert.Contains("poa init", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_with_data_but_no_current_file_is_not_initialised_anew()
    {
        FillAndClose();
        File.Delete(Path.Combine(_folder.Options().Directory, "CURRENT"));

        var error = Assert.Throws<StorageException>(() => _folder.Open());

        Assert.Equal(StorageError.Corrupt, error.Error);
        Assert.Contains("repair", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Creation_that_was_cut_short_is_started_again()
    {
        var directory = Directory.CreateDirectory(_folder.Options().Directory).FullName;
        File.WriteAllBytes(Path.Combine(directory, "MANIFEST-000001"), [1, 2, 3]);

        using var store = _folder.Open();

        Fill(store, 1);
        Assert.Equal(Value(0), store.Get(Key(0)));
    }

    [Fact]
    public void Flipped_byte_in_the_log_is_noticed_on_opening()
    {
        FillAndClose();
        var log = Directory.GetFiles(_folder.Options().Directory, "*.log").OrderByDescending(file => new FileInfo(file).Length).First();
        FlipByte(log, new FileInfo(log).Length / 2);

        var error = Assert.Throws<StorageException>(() => _folder.Open());

        Assert.Equal(StorageError.Corrupt, error.Error);
        Assert.Contains("poa db repair", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flipped_byte_in_a_table_is_noticed_on_reading_and_walking()
    {
        using (var store = _folder.Open())
        {
            Fill(store, 20_000);
            store.Compact();
        }

        var tables = Directory.GetFiles(_folder.Options().Directory, "*.ldb");
        Array.ForEach(tables, table => FlipByte(table, 10_000));
        using var damaged = _folder.Open();

        Assert.Equal(StorageError.Corrupt, Assert.Throws<StorageException>(() => ReadAll(damaged)).Error);
        Assert.Equal(StorageError.Corrupt, Assert.Throws<StorageException>(() => WalkAll(damaged)).Error);
    }

    [Fact]
    public void Repair_makes_a_damaged_database_open_again()
    {
        FillAndClose();
        var directory = _folder.Options().Directory;
        File.Delete(Path.Combine(directory, "CURRENT"));
        Array.ForEach(Directory.GetFiles(directory, "MANIFEST-*"), File.Delete);

        LevelDbStore.Repair(_folder.Options());

        using var store = _folder.Open();
        Assert.Equal(Value(500), store.Get(Key(500)));
    }

    [Fact]
    public void Full_disk_is_named_and_keeps_what_was_there()
    {
        var mount = Directory.CreateDirectory(Path.Combine(_folder.Path, "small")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount), "Mounting a small file system needs root.");
        try
        {
            StorageException? error;
            using (var store = _folder.Open("small/db"))
            {
                Fill(store, 100);
                error = Record.Exception(() => Fill(store, 1_000_000)) as StorageException;
            }

            Assert.Equal(StorageError.DiskFull, error?.Error);
            Assert.Contains("Make room", error!.Message, StringComparison.Ordinal);
            Assert.True(Run("mount", "-o", "remount,size=64m", mount));
            using var reopened = _folder.Open("small/db");
            Assert.Equal(Value(99), reopened.Get(Key(99)));
        }
        finally
        {
            Run("umount", mount);
        }
    }

    [Fact]
    public void Closing_releases_snapshots_that_nobody_disposed()
    {
        var store = _folder.Open();
        Fill(store, 10);
        var forgotten = store.CreateSnapshot();

        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => forgotten.Get(Key(1)));
        using var reopened = _folder.Open();
        Assert.NotNull(reopened.Get(Key(1)));
        forgotten.Dispose();
    }

    [Fact]
    public void Open_cursor_keeps_the_database_until_it_is_disposed()
    {
        var store = _folder.Open();
        Fill(store, 10);
        var cursor = store.Seek([]);

        store.Dispose();

        Assert.True(cursor.IsValid);
        Assert.Equal(Key(0), cursor.Key.ToArray());
        cursor.Dispose();
        using var reopened = _folder.Open();
        Assert.NotNull(reopened.Get(Key(1)));
    }

    [Theory]
    [InlineData("IO error: lock /d/LOCK: already held by process", StorageError.Locked)]
    [InlineData("IO error: lock /d/LOCK: Resource temporarily unavailable", StorageError.Locked)]
    [InlineData("IO error: /d/000005.log: No space left on device", StorageError.DiskFull)]
    [InlineData("IO error: /d/000005.log: Disk quota exceeded", StorageError.DiskFull)]
    [InlineData("Corruption: bad block contents", StorageError.Corrupt)]
    [InlineData("Corruption: 3 missing files; e.g.: /d/000007.ldb", StorageError.Corrupt)]
    [InlineData("Invalid argument: /d: does not exist (create_if_missing is false)", StorageError.NotInitialised)]
    [InlineData("IO error: /d/LOCK: Permission denied", StorageError.Io)]
    public void Errors_are_told_apart(string text, StorageError expected)
    {
        var error = StorageErrors.Translate(text, "/d");

        Assert.Equal(expected, error.Error);
        Assert.Contains("/d", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"({text})", error.Message, StringComparison.Ordinal);
    }

    private void FillAndClose()
    {
        using var store = _folder.Open();
        Fill(store, 1000);
    }

    private static void Fill(LevelDbStore store, int count)
    {
        using var batch = store.CreateBatch();
        for (var i = 0; i < count; i++)
        {
            batch.Put(Key(i), Value(i));
            if (i % 1000 == 999)
            {
                store.Write(batch, durable: false);
                batch.Clear();
            }
        }

        store.Write(batch, durable: true);
    }

    private static byte[] Key(int i) => BitConverter.GetBytes(i * 2654435761);

    private static byte[] Value(int i) => [.. Key(i), .. new byte[100], 7];

    private static void ReadAll(LevelDbStore store)
    {
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(Value(i), store.Get(Key(i)));
        }
    }

    private static void WalkAll(LevelDbStore store)
    {
        var count = 0;
        using var cursor = store.Seek([]);
        for (; cursor.IsValid; cursor.MoveNext())
        {
            count++;
        }

        Assert.Equal(20_000, count);
    }

    private static void FlipByte(string file, long position)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.Position = position;
        var b = stream.ReadByte();
        stream.Position = position;
        stream.WriteByte((byte)(b ^ 0x40));
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
