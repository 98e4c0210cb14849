using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.Fuzz.Execution;

namespace PoaSidechain.Tests.Fuzz;

/// <summary>Compares the outcomes of the two machines.</summary>
internal static class Comparison
{
    /// <summary>True when the hashes that the independent EVM sent are those of this outcome.</summary>
    public static bool IsSame(CaseOutcome own, JsonElement hashes) =>
        HashOf(own.State) == hashes.GetProperty("state").GetString()
        && own.Transactions.Select(HashOf).SequenceEqual(hashes.GetProperty("transactions").EnumerateArray().Select(hash => hash.GetString()));

    /// <summary>The first difference of each text: gas, output, logs, accounts and slots, with the addresses that hashes stand for.</summary>
    public static string Explain(CaseOutcome own, JsonElement detailed)
    {
        var lines = new List<string>();
        var names = detailed.GetProperty("names").EnumerateObject().ToDictionary(name => name.Name, name => name.Value.GetString()!);
        var notes = detailed.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!.Split('\n')[0]).ToList();
        var theirs = detailed.GetProperty("transactions").EnumerateArray().Select(text => text.GetString()!).ToList();
        for (var i = 0; i < theirs.Count; i++)
        {
            Compare($"transaction {i} (their error: '{notes[i]}')", own.Transactions[i], theirs[i], lines);
        }

        Compare("state", own.State, detailed.GetProperty("state").GetString()!, lines);
        return names.Aggregate(string.Join('\n', lines), (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));
    }

    private static void Compare(string what, string own, string theirs, List<string> lines)
    {
        var (left, right) = (own.Split('\n'), theirs.Split('\n'));
        if (own != theirs)
        {
            lines.Add(what);
            lines.AddRange(left.Except(right).Take(6).Select(line => $"  ours   {line}"));
            lines.AddRange(right.Except(left).Take(6).Select(line => $"  theirs {line}"));
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
