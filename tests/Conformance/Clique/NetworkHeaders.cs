using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>First blocks of Goerli and Rinkeby on their genesis files, judged by all rules of headers; and single headers from later on.</summary>
internal static class NetworkHeaders
{
    public static IEnumerable<Case> ReadGoerli(JsonElement root)
    {
        yield return Chain("goerli", root.GetProperty("genesis_hash"), root.GetProperty("blocks"), "header_rlp");
        foreach (var (sample, i) in root.GetProperty("rpc_samples").EnumerateArray().Select((sample, i) => (sample, i)))
        {
            yield return new Case($"goerli sample {i}", null, () => CheckSeal(Header(sample, "header_rlp"), sample));
        }
    }

    public static IEnumerable<Case> ReadRinkeby(JsonElement root)
    {
        yield return Chain("rinkeby", root.GetProperty("genesis").GetProperty("hash"), root.GetProperty("blocks"), "block_rlp");
        yield return new Case("rinkeby signers", null, () => CheckGenesisSigners(root.GetProperty("genesis")));
        foreach (var name in new[] { "header_269", "header_30000_checkpoint" })
        {
            yield return new Case($"rinkeby {name}", null, () => CheckSeal(Header(root.GetProperty(name), "header_rlp"), root.GetProperty(name)));
        }
    }

    /// <summary>The archive's genesis files: a running node takes those that geth can run, and says why it does not take the others.</summary>
    public static IEnumerable<Case> ReadGenesis(string name, JsonElement root)
    {
        yield return new Case(name, null, () =>
        {
            var isMerged = root.TryGetProperty("config", out var config) && config.TryGetProperty("terminalTotalDifficulty", out _);
            try
            {
                var signers = Snapshot.OfGenesis(GenesisBlock.Create(SignedChains.Genesis(root)).Header).Signers.Length;
                return signers == 1 ? null : $"{signers} signers, one is listed";
            }
            catch (GenesisFileException e)
            {
                return isMerged || config.ValueKind == JsonValueKind.Undefined ? null : e.Message;
            }
        });
    }

    private static Case Chain(string network, JsonElement genesisHash, JsonElement blocks, string field) => new($"{network} chain", null, () =>
    {
        var chain = new SigningChain(SignedChains.Genesis(Vectors.SpecJson($"clique/genesis/{network}.json")));
        if (!IsHash(chain.Genesis.Hash.Bytes, genesisHash))
        {
            return $"genesis {chain.Genesis.Hash}";
        }

        foreach (var json in blocks.EnumerateArray())
        {
            var header = Header(json, field);
            var verdict = chain.Add(header);
            if ((verdict.IsValid ? CheckSeal(header, json) : verdict.ToString()) is { } fault)
            {
                return $"block {header.Number}: {fault}";
            }
        }

        return null;
    });

    private static string? CheckGenesisSigners(JsonElement genesis)
    {
        var chain = new SigningChain(SignedChains.Genesis(Vectors.SpecJson("clique/genesis/rinkeby.json")));
        string[] found = [.. chain.SnapshotAfter(chain.Genesis).Signers.ToArray().Select(signer => signer.ToString()[2..])];
        return genesis.GetProperty("signers").EnumerateArray().Select(signer => signer.GetString()).SequenceEqual(found) ? null : string.Join(' ', found);
    }

    /// <summary>Hash, seal hash, signer and, at an epoch block, the listed signers.</summary>
    private static string? CheckSeal(BlockHeader header, JsonElement json)
    {
        if (json.TryGetProperty("hash", out var hash) && !IsHash(header.Hash.Bytes, hash))
        {
            return $"hash {header.Hash}";
        }

        if (!IsHash(CliqueHeader.SealHash(header).Bytes, json.GetProperty("seal_hash")))
        {
            return $"seal hash {CliqueHeader.SealHash(header)}";
        }

        if (!CliqueHeader.TryRecoverSigner(header, out var signer) || !IsHash(signer.Bytes, json.GetProperty("signer")))
        {
            return $"signer {signer}";
        }

        return !json.TryGetProperty("checkpoint_signers", out var listed)
            || listed.EnumerateArray().Select(address => address.GetString()).SequenceEqual(CliqueHeader.ListedSigners(header).Select(address => address.ToString()[2..]))
            ? null
            : "listed signers";
    }

    private static BlockHeader Header(JsonElement json, string field)
    {
        var rlp = Hex.Decode(json.GetProperty(field).GetString());
        return field == "block_rlp" ? Block.Decode(rlp).Header : BlockHeader.Decode(rlp);
    }

    private static bool IsHash(ReadOnlySpan<byte> bytes, JsonElement text) => bytes.SequenceEqual(Hex.Decode(text.GetString()));
}
