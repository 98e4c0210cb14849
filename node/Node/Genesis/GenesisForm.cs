using System.Text.Json;

namespace PoaSidechain.Node.Genesis;

/// <summary>Mistakes in the form of a genesis file that Go's JSON rules let pass (spec/clique.md 3.4): unknown keys, doubles, text behind the end.</summary>
internal static class GenesisForm
{
    private static readonly string[] Root =
    [
        "config", "nonce", "timestamp", "extraData", "gasLimit", "difficulty", "mixHash", "coinbase", "alloc", "number", "gasUsed", "parentHash",
        "baseFeePerGas", "excessBlobGas", "blobGasUsed",
    ];

    private static readonly string[] Config =
    [
        "chainId", "homesteadBlock", "daoForkBlock", "daoForkSupport", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock",
        "constantinopleBlock", "petersburgBlock", "istanbulBlock", "muirGlacierBlock", "berlinBlock", "londonBlock", "arrowGlacierBlock",
        "grayGlacierBlock", "mergeNetsplitBlock", "shanghaiTime", "cancunTime", "pragueTime", "osakaTime", "verkleTime", "amsterdamTime", "bpo1Time",
        "bpo2Time", "bpo3Time", "bpo4Time", "bpo5Time", "terminalTotalDifficulty", "terminalTotalDifficultyPassed", "ethash", "clique", "blobSchedule",
        "depositContractAddress", "isDev",
    ];

    private static readonly string[] Clique = ["period", "epoch"];
    private static readonly string[] Account = ["balance", "nonce", "code", "storage", "secretKey"];

    public static IReadOnlyList<GenesisFinding> Check(byte[] json)
    {
        List<GenesisFinding> findings = [];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
        reader.Read();
        CheckObject(ref reader, "", Root, findings);
        if (!json.AsSpan((int)reader.BytesConsumed).Trim(" \t\r\n"u8).IsEmpty)
        {
            findings.Add(new("", $"there is more behind the end of the object (byte {reader.BytesConsumed}), and nobody reads it", "Remove it, or find the bracket that closes too early"));
        }

        return findings;
    }

    /// <summary>Walks an object; null for known keys means that any are fine.</summary>
    private static void CheckObject(ref Utf8JsonReader reader, string path, string[]? known, List<GenesisFinding> findings)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var here = path.Length == 0 ? key : $"{path}.{key}";
            reader.Read();
            CheckKey(key, here, known, seen, findings);
            var inner = path.Length == 0 ? key.ToLowerInvariant() : path.Equals("config", StringComparison.OrdinalIgnoreCase) ? "config." + key.ToLowerInvariant() : "";
            switch (inner)
            {
                case "config": CheckObject(ref reader, here, Config, findings); break;
                case "config.clique": CheckObject(ref reader, here, Clique, findings); break;
                case "alloc": CheckObject(ref reader, here, null, findings); break;
                default:
                    if (path.Equals("alloc", StringComparison.OrdinalIgnoreCase))
                    {
                        CheckObject(ref reader, here, Account, findings);
                    }
                    else
                    {
                        reader.Skip();
                    }

                    break;
            }
        }
    }

    private static void CheckKey(
        string key, string here, string[]? known, Dictionary<string, string> seen, List<GenesisFinding> findings)
    {
        var name = known is null ? Bare(key) : key; // accounts: with or without 0x is the same
        if (!seen.TryAdd(name, key))
        {
            findings.Add(new(here, seen[name] == key ? "stands there twice; the later one counts" : $"is the same as '{seen[name]}' above; the later one counts", "Keep one"));
        }

        if (known is not null && !known.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            findings.Add(new(here, "is no key that any client reads here, and is passed over", Nearest(key, known) is { } meant ? $"Did you mean '{meant}'?" : "Remove it"));
        }
        else if (known is not null && !known.Contains(key, StringComparer.Ordinal))
        {
            var usual = known.First(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
            findings.Add(new(here, $"geth reads it in any case, other programs only as '{usual}'", $"Write '{usual}'"));
        }

        if (known == Account && key.Equals("secretKey", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(new(here, "a private key is in a file that everyone gets", "Remove it, and use another account: this one is no longer safe"));
        }
    }

    private static string Bare(string address) => address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? address[2..] : address;

    /// <summary>The known key at most two letters away.</summary>
    private static string? Nearest(string key, string[] known)
    {
        var best = known.MinBy(candidate => Distance(key.ToLowerInvariant(), candidate.ToLowerInvariant()))!;
        return Distance(key.ToLowerInvariant(), best.ToLowerInvariant()) <= 2 ? best : null;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
