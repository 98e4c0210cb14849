using System.Text.Json;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>EIP-225's voting scenarios in the form of geth's test; its difficulty is not looked at there, so each block gets the right one here.</summary>
internal static class GethVoting
{
    public static IEnumerable<Case> Read(JsonElement root) =>
        root.GetProperty("cases").EnumerateArray().Select(json => new Case("geth: " + json.GetProperty("comment").GetString(), null, () => Run(json)));

    private static string? Run(JsonElement json)
    {
        var keys = LabelScenarios.Keys;
        var chain = new SigningChain(TestGenesis.London(Labels(json.GetProperty("signers")).Select(label => keys[label]), period: 1, json.GetProperty("epoch").GetUInt64(), funded: []));
        var failure = json.GetProperty("failure").GetString();
        var blocks = json.GetProperty("blocks").EnumerateArray().ToArray();
        var head = chain.Genesis;
        for (var i = 0; i < blocks.Length; i++)
        {
            var voted = blocks[i].TryGetProperty("voted", out var account) ? keys[account.GetString()!].Address : Address.Zero;
            var isAdd = blocks[i].TryGetProperty("auth", out var auth) && auth.GetBoolean();
            var listed = blocks[i].TryGetProperty("checkpoint", out var checkpoint) ? Labels(checkpoint).Select(label => keys[label].Address).Order().ToArray() : [];
            var header = LabelScenarios.Seal(chain, head, keys[blocks[i].GetProperty("signer").GetString()!], voted, isAdd, listed);
            var verdict = chain.Add(header);
            if (failure is not null && i == blocks.Length - 1)
            {
                return verdict.Error == Enum.Parse<BlockError>("Clique" + failure) ? null : $"last block: {verdict}, expected {failure}";
            }

            if (!verdict.IsValid)
            {
                return $"block {header.Number}: {verdict}";
            }

            head = header;
        }

        string[] wanted = [.. Labels(json.GetProperty("results")).Select(label => keys[label].Address.ToString()).Order()];
        string[] found = [.. chain.SnapshotAfter(head).Signers.ToArray().Select(signer => signer.ToString())];
        return wanted.SequenceEqual(found) ? null : $"signers {string.Join(' ', found)}, expected {string.Join(' ', wanted)}";
    }

    private static IEnumerable<string> Labels(JsonElement list) => list.EnumerateArray().Select(label => label.GetString()!);
}
