using System.Text.Json;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>Voting scenarios in which accounts are letters: each block is built, sealed with the letter's throwaway key and judged like a foreign one.</summary>
internal static class LabelScenarios
{
    internal static readonly Dictionary<string, PrivateKey> Keys = MakeKeys();

    public static IEnumerable<Case> Read(JsonElement root) =>
        from kind in new[] { "published", "derived" }
        from scenario in root.GetProperty(kind).EnumerateArray()
        select new Case(scenario.GetProperty("id").GetString()!, null, () => Run(scenario));

    private static string? Run(JsonElement scenario)
    {
        var signers = scenario.GetProperty("initialSigners").EnumerateArray().Select(label => Keys[label.GetString()!]);
        var chain = new SigningChain(TestGenesis.London(signers, period: 1, scenario.GetProperty("epoch").GetUInt64(), funded: []));
        var failure = scenario.GetProperty("expectedFailure");
        var head = chain.Genesis;
        foreach (var block in scenario.GetProperty("blocks").EnumerateArray())
        {
            var header = Seal(chain, head, block);
            var verdict = chain.Add(header);
            if (failure.ValueKind != JsonValueKind.Null && failure.GetProperty("atBlock").GetUInt64() == header.Number)
            {
                var expected = failure.GetProperty("gethName").GetString() == "errRecentlySigned"
                    ? BlockError.CliqueRecentlySigned
                    : BlockError.CliqueUnauthorizedSigner;
                return verdict.Error == expected ? null : $"block {header.Number}: {verdict}, expected {expected.Text()}";
            }

            if (!verdict.IsValid)
            {
                return $"block {header.Number}: {verdict}";
            }

            head = header;
        }

        string[] wanted = [.. scenario.GetProperty("expectedSigners").EnumerateArray().Select(label => AddressOf(label.GetString()!).ToString()).Order()];
        string[] found = [.. chain.SnapshotAfter(head).Signers.ToArray().Select(signer => signer.ToString())];
        return wanted.SequenceEqual(found) ? null : $"signers {string.Join(' ', found)}, expected {string.Join(' ', wanted)}";
    }

    private static BlockHeader Seal(SigningChain chain, BlockHeader parent, JsonElement block)
    {
        var vote = block.GetProperty("vote");
        var listed = block.GetProperty("checkpointSigners");
        var isVote = vote.ValueKind != JsonValueKind.Null;
        return Seal(
            chain, parent, Keys[block.GetProperty("signer").GetString()!],
            isVote ? AddressOf(vote.GetProperty("account").GetString()!) : Address.Zero,
            isVote && vote.GetProperty("authorize").GetBoolean(),
            listed.ValueKind == JsonValueKind.Null ? [] : [.. listed.EnumerateArray().Select(label => AddressOf(label.GetString()!)).Order()]);
    }

    /// <summary>The next block, with its right difficulty.</summary>
    internal static BlockHeader Seal(SigningChain chain, BlockHeader parent, PrivateKey key, in Address votedOn, bool isAdd, Address[] listed)
    {
        var number = parent.Number + 1;
        var header = new BlockHeader
        {
            ParentHash = parent.Hash,
            Number = number,
            Timestamp = parent.Timestamp + 1,
            GasLimit = parent.GasLimit,
            BaseFeePerGas = BaseFee.After(parent, Primitives.Specs.ForkRules.Of(Primitives.Specs.Fork.London)),
            Beneficiary = votedOn,
            Nonce = isAdd ? CliqueHeader.NonceAdd : CliqueHeader.NonceDrop,
            Difficulty = chain.SnapshotAfter(parent).IsInTurn(number, key.Address) ? CliqueHeader.DifficultyInTurn : CliqueHeader.DifficultyOutOfTurn,
            ExtraData = CliqueHeader.MakeExtraData([], listed),
        };
        return CliqueHeader.WithSeal(header, key.Sign(CliqueHeader.SealHash(header)));
    }

    private static Address AddressOf(string label) => label == "0" ? Address.Zero : Keys[label].Address;

    /// <summary>Throwaway keys whose addresses are in the order of their letters, as the vectors want it.</summary>
    private static Dictionary<string, PrivateKey> MakeKeys()
    {
        string[] labels = [.. Enumerable.Range('A', 26).Select(letter => ((char)letter).ToString())];
        PrivateKey[] keys = [.. labels.Select(TestKeys.Named).OrderBy(key => key.Address)];
        return labels.Zip(keys).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
