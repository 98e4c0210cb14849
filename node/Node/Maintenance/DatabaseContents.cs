using PoaSidechain.Storage;

namespace PoaSidechain.Node.Maintenance;

/// <summary>What a database holds, by kind of entry.</summary>
internal static class DatabaseContents
{
    private static readonly Dictionary<byte, string> Kinds = new()
    {
        [(byte)'M'] = "about the database", [(byte)'a'] = "accounts", [(byte)'s'] = "slots", [(byte)'c'] = "codes", [(byte)'n'] = "state trie nodes",
        [(byte)'o'] = "storage trie nodes", [(byte)'d'] = "changesets", [(byte)'A'] = "old accounts", [(byte)'S'] = "old slots", [(byte)'h'] = "headers",
        [(byte)'b'] = "bodies", [(byte)'r'] = "receipts", [(byte)'t'] = "total difficulties", [(byte)'i'] = "numbers by hash",
        [(byte)'N'] = "canonical hashes", [(byte)'x'] = "transaction index", [(byte)'l'] = "log index", [(byte)'B'] = "refused blocks",
        [(byte)'q'] = "Clique snapshots", [(byte)'p'] = "proposals", [(byte)'j'] = "own pending transactions",
    };

    /// <summary>Entries and bytes of each kind, before LevelDB lays them out; the largest first.</summary>
    public static IReadOnlyList<(string Kind, long Entries, long Bytes)> Count(IKeyValueReader database, CancellationToken cancellation)
    {
        var sums = new SortedDictionary<byte, (long Entries, long Bytes)>();
        using var cursor = database.Seek([]);
        for (; cursor.IsValid; cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var (entries, bytes) = sums.GetValueOrDefault(cursor.Key[0]);
            sums[cursor.Key[0]] = (entries + 1, bytes + cursor.Key.Length + cursor.Value.Length);
        }

        return [.. sums.Select(sum => (Kinds.GetValueOrDefault(sum.Key, $"unknown ({sum.Key:x2})"), sum.Value.Entries, sum.Value.Bytes)).OrderByDescending(sum => sum.Bytes)];
    }
}
