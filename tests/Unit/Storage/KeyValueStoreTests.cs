using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.Storage;

/// <summary>What every store must do, run on each of them.</summary>
public sealed class KeyValueStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IKeyValueStore> _stores;

    public KeyValueStoreTests() => _stores = [new MemoryStore(), _folder.Open()];

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Values_come_back_and_absent_keys_are_told_from_empty_values() => OnEach(store =>
    {
        Put(store, [1], [7, 8, 9]);
        Put(store, [2], []);

        Assert.Equal([7, 8, 9], store.Get([1])!);
        Assert.Empty(store.Get([2])!);
        Assert.Null(store.Get([3]));
        Assert.Equal(-1, store.Read([3], new byte[4]));
        Assert.Equal(0, store.Read([2], new byte[4]));
    });

    [Fact]
    public void Read_fills_what_room_there_is_and_tells_the_length() => OnEach(store =>
    {
        Put(store, [1], [7, 8, 9]);
        var exact = new byte[3];
        var small = new byte[2];

        Assert.Equal(3, store.Read([1], exact));
        Assert.Equal(3, store.Read([1], small));
        Assert.Equal([7, 8, 9], exact);
        Assert.Equal([7, 8], small);
        Assert.Equal(3, store.Read([1], default));
    });

    [Fact]
    public void Last_change_of_a_key_in_a_batch_wins() => OnEach(store =>
    {
        using var batch = store.CreateBatch();
        batch.Put([1], [1]);
        batch.Delete([1]);
        batch.Put([2], [1]);
        batch.Put([2], [2]);
        batch.Delete([9]);

        store.Write(batch, durable: true);

        Assert.Null(store.Get([1]));
        Assert.Equal([2], store.Get([2])!);
    });

    [Fact]
    public void Cleared_batch_changes_nothing() => OnEach(store =>
    {
        using var batch = store.CreateBatch();
        batch.Put([1], [1]);
        batch.Clear();

        store.Write(batch, durable: false);

        Assert.Null(store.Get([1]));
    });

    [Fact]
    public void Snapshots_and_cursors_do_not_see_later_writes() => OnEach(store =>
    {
        Put(store, [1], [1]);
        using var snapshot = store.CreateSnapshot();
        using var cursor = store.Seek([]);
        Put(store, [1], [2]);
        Put(store, [0], [3]);

        using var old = snapshot.Seek([]);
        var read = new byte[1];

        Assert.Equal([1], snapshot.Get([1])!);
        Assert.Equal(1, snapshot.Read([1], read));
        Assert.Equal([1], read);
        Assert.Null(snapshot.Get([0]));
        Assert.Equal([1], old.Key.ToArray());
        Assert.Equal([1], cursor.Value.ToArray());
        Assert.Equal([2], store.Get([1])!);
    });

    [Fact]
    public void Cursor_walks_in_byte_order_both_ways_from_the_first_key_not_below() => OnEach(store =>
    {
        byte[][] keys = [[], [0], [0, 0], [0, 255], [1], [127], [128], [255], [255, 0]];
        foreach (var key in keys)
        {
            Put(store, key, key);
        }

        Assert.Equal(keys, Walk(store.Seek([])));
        Assert.Equal(keys[4..], Walk(store.Seek([0, 255, 0])));
        Assert.Equal(keys[5..], Walk(store.Seek([127])));
        Assert.Empty(Walk(store.Seek([255, 1])));
        using var back = store.Seek([1]);
        back.MovePrevious();
        Assert.Equal([0, 255], back.Key.ToArray());
        back.MoveNext();
        Assert.Equal([1], back.Key.ToArray());
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_batches_leave_what_a_sorted_map_has(int seed) => OnEach(store =>
    {
        var random = new Random(seed);
        var model = new SortedDictionary<byte[], byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        for (var round = 0; round < 40; round++)
        {
            using var batch = store.CreateBatch();
            for (var i = random.Next(200); i > 0; i--)
            {
                var key = new byte[random.Next(1, 3)];
                random.NextBytes(key);
                if (random.Next(3) == 0)
                {
                    batch.Delete(key);
                    model.Remove(key);
                    continue;
                }

                var value = new byte[random.Next(40)];
                random.NextBytes(value);
                batch.Put(key, value);
                model[key] = value;
            }

            store.Write(batch, durable: false);
            Assert.Equal(model.Keys, Walk(store.Seek([])));
        }

        Assert.All(model, pair => Assert.Equal(pair.Value, store.Get(pair.Key)));
    });

    private void OnEach(Action<IKeyValueStore> test) => _stores.ForEach(test);

    private static void Put(IKeyValueStore store, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        using var batch = store.CreateBatch();
        batch.Put(key, value);
        store.Write(batch, durable: false);
    }

    private static List<byte[]> Walk(IKeyValueCursor cursor)
    {
        using (cursor)
        {
            List<byte[]> keys = [];
            for (; cursor.IsValid; cursor.MoveNext())
            {
                keys.Add(cursor.Key.ToArray());
            }

            return keys;
        }
    }
}
