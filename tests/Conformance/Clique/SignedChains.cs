using System.Text;
using System.Text.Json;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>The voting scenarios as chains with real seals, with the whole snapshot that real geth answers at the end.</summary>
internal static class SignedChains
{
    public static IEnumerable<Case> Read(JsonElement root) =>
        root.GetProperty("chains").EnumerateArray().Select(json => new Case(
            json.GetProperty("id").GetString()!, json.GetProperty("headerShape").GetString(), () => Run(json)));

    public static GenesisFile Genesis(JsonElement json) => GenesisFileReader.Read(Encoding.UTF8.GetBytes(json.GetRawText()));

    private static string? Run(JsonElement json)
    {
        var chain = new SigningChain(Genesis(json.GetProperty("genesis")));
        ulong? firstInvalid = json.GetProperty("firstInvalidBlock") is { ValueKind: JsonValueKind.Number } number ? number.GetUInt64() : null;
        var head = chain.Genesis;
        foreach (var (rlp, hash) in json.GetProperty("headersRlp").EnumerateArray().Zip(json.GetProperty("hashes").EnumerateArray()))
        {
            var header = BlockHeader.Decode(Hex.Decode(rlp.GetString()));
            if (header.Hash != Hash256.Parse(hash.GetString()!))
            {
                return $"block {header.Number}: hash {header.Hash}, expected {hash}";
            }

            var verdict = chain.Add(header);
            if (header.Number == firstInvalid)
            {
                return CheckRefusal(verdict, json.GetProperty("expectedError").GetString()!);
            }

            if (!verdict.IsValid)
            {
                return $"block {header.Number}: {verdict}";
            }

            head = header;
        }

        return CompareSnapshot(chain.SnapshotAfter(head), json.GetProperty("finalSnapshot"));
    }

    private static string? CheckRefusal(BlockVerdict verdict, string gethText)
    {
        var expected = gethText.Contains("recently signed", StringComparison.Ordinal) ? BlockError.CliqueRecentlySigned
            : gethText.Contains("unauthorized signer", StringComparison.Ordinal) ? BlockError.CliqueUnauthorizedSigner
            : BlockError.None;
        return verdict.Error == expected ? null : $"{verdict}, geth says {gethText}";
    }

    private static string? CompareSnapshot(Snapshot snapshot, JsonElement expected)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            return null; // the set is empty: geth crashes before it can answer
        }

        var found = Describe(
            snapshot.Signers.ToArray().Select(signer => signer.ToString()),
            snapshot.Recents.ToArray().Select(recent => $"{recent.BlockNumber}:{recent.Signer}"),
            snapshot.Votes.ToArray().Select(vote => $"{vote.Signer} {vote.BlockNumber} {vote.Account} {vote.Add}"),
            snapshot.Tallies.ToArray().Select(tally => $"{tally.Account} {tally.Add} {tally.Votes}"));
        var wanted = Describe(
            Strings(expected.GetProperty("signers")),
            expected.GetProperty("recents").EnumerateObject().Select(recent => $"{recent.Name}:{recent.Value.GetString()}"),
            expected.GetProperty("votes").EnumerateArray().Select(vote =>
                $"{vote.GetProperty("signer").GetString()} {vote.GetProperty("block").GetUInt64()} {vote.GetProperty("address").GetString()} {vote.GetProperty("authorize").GetBoolean()}"),
            expected.GetProperty("tally").EnumerateObject().Select(tally =>
                $"{tally.Name} {tally.Value.GetProperty("authorize").GetBoolean()} {tally.Value.GetProperty("votes").GetInt32()}"));
        return found == wanted ? null : $"snapshot\n{found}\nexpected\n{wanted}";
    }

    private static IEnumerable<string> Strings(JsonElement signers) =>
        signers.ValueKind == JsonValueKind.Array
            ? signers.EnumerateArray().Select(signer => signer.GetString()!)
            : signers.EnumerateObject().Select(signer => signer.Name);

    private static string Describe(IEnumerable<string> signers, IEnumerable<string> recents, IEnumerable<string> votes, IEnumerable<string> tally) =>
        string.Join('\n', signers.Order().Append("--").Concat(recents.Order()).Append("--").Concat(votes).Append("--").Concat(tally.Order()));
}
