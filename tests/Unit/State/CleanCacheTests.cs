using PoaSidechain.State.Caching;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class CleanCacheTests
{
    private readonly byte[] _buffer = new byte[600];

    [Fact]
    public void Entry_is_found_by_its_version_only()
    {
        var cache = new CleanCache(1 << 20);
        cache.EndCommit(1);
        cache.Add(1, [1], [2, 3]);
        cache.Add(1, [4], []);
        cache.Add(7, [5], [5]);

        Assert.True(cache.TryGet(1, [1], _buffer, out var length));
        Assert.Equal([2, 3], _buffer[..length]);
        Assert.True(cache.TryGet(1, [4], _buffer, out length));
        Assert.Equal(0, length);
        Assert.False(cache.TryGet(0, [1], _buffer, out _));
        Assert.False(cache.TryGet(1, [5], _buffer, out _));
    }

    [Fact]
    public void Commit_changes_entries_and_keeps_the_others()
    {
        var cache = new CleanCache(1 << 20);
        cache.EndCommit(1);
        cache.Add(1, [1], [1]);
        cache.Add(1, [2], [2]);

        cache.BeginCommit();
        cache.Commit([1], [9]);
        cache.Add(1, [3], [3]);
        Assert.False(cache.TryGet(1, [1], _buffer, out _));
        cache.EndCommit(2);

        Assert.True(cache.TryGet(2, [1], _buffer, out _));
        Assert.Equal(9, _buffer[0]);
        Assert.True(cache.TryGet(2, [2], _buffer, out _));
        Assert.False(cache.TryGet(2, [3], _buffer, out _));
        Assert.False(cache.TryGet(1, [2], _buffer, out _));
    }

    [Fact]
    public void Cache_of_no_bytes_and_cleared_cache_find_nothing()
    {
        var none = new CleanCache(0);
        var cleared = new CleanCache(1 << 20);
        foreach (var cache in new[] { none, cleared })
        {
            cache.EndCommit(1);
            cache.Add(1, [1], [1]);
            cache.Commit([2], [2]);
            cache.Clear();
            Assert.False(cache.TryGet(1, [1], _buffer, out _));
            Assert.False(cache.TryGet(1, [2], _buffer, out _));
        }
    }

    /// <summary>
    /// The ring goes round many times; what is found must be what was put last, and what is used stays longer than what is not.
    /// </summary>
    [Fact]
    public void Full_cache_forgets_but_never_errs()
    {
        var random = new Random(1);
        var cache = new CleanCache(256 << 10);
        cache.EndCommit(0);
        Dictionary<int, byte[]> model = [];
        var hits = 0;
        var hotHits = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var key = random.Next(5000);
            if (random.Next(2) == 0)
            {
                var value = new byte[random.Next(0, 400)];
                random.NextBytes(value);
                cache.Commit(BitConverter.GetBytes(key), value);
                model[key] = value;
            }
            else if (cache.TryGet(0, BitConverter.GetBytes(key), _buffer, out var length))
            {
                hits++;
                Assert.Equal(model[key], _buffer[..length]);
            }

            hotHits += i % 50 == 0 && Touch(cache) ? 1 : 0;
        }

        Assert.InRange(hits, 5_000, 60_000);
        Assert.InRange(hotHits, 3_800, 4_000);
    }

    private bool Touch(CleanCache cache)
    {
        var key = BitConverter.GetBytes(100_000);
        var isHit = cache.TryGet(0, key, _buffer, out _);
        if (!isHit)
        {
            cache.Add(0, key, [1, 2, 3]);
        }

        return isHit;
    }
}
