using System.IO.Compression;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.EndToEnd.Nodes;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>The steps of ops/runbooks/moving-in-from-geth.md, with the files that geth and Besu wrote and the commands an operator types.</summary>
public sealed class MovingInTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("poa-moving-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => PathOf("data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Genesis_and_chain_that_geth_exported_are_taken_and_written_back_byte_for_byte()
    {
        var exported = Path.Combine(Bench, "votes-400.rlp.gz");
        var genesis = await UnpackAsync(Path.Combine(Bench, "genesis-votes.json.gz"), "genesis.json");

        Assert.Contains("can run: chain 19764", await Programs.PoaAsync("genesis", "check", genesis), StringComparison.Ordinal);
        var begun = await Programs.PoaAsync("init", "--datadir", Data, genesis);
        var imported = await Programs.PoaAsync("import", "--datadir", Data, exported);
        await Programs.PoaAsync("export", "--datadir", Data, PathOf("again.rlp"));

        Assert.Contains("Genesis block 0x7d2ca2607f29e70e16863d94310bdcc0d72cab7691f458fd20d2ded85d7ee6bf", begun, StringComparison.Ordinal);
        Assert.Contains("head=400", imported, StringComparison.Ordinal);
        Assert.Equal(await BytesOfAsync(exported), await File.ReadAllBytesAsync(PathOf("again.rlp"), Cancellation));
    }

    [Fact]
    public async Task Another_genesis_and_a_file_of_another_chain_are_refused()
    {
        var votes = await UnpackAsync(Path.Combine(Bench, "genesis-votes.json.gz"), "votes.json");
        var other = await UnpackAsync(Path.Combine(Bench, "genesis-bench.json.gz"), "other.json");
        await Programs.PoaAsync("init", "--datadir", Data, votes);

        var (again, _) = await Programs.TryRunAsync(Repository.Poa, ["init", "--datadir", Data, other], Limit);
        var (import, _) = await Programs.TryRunAsync(Repository.Poa, ["import", "--datadir", Data, Path.Combine(Bench, "transfers-50k.rlp.gz")], Limit);

        Assert.NotEqual(0, again);
        Assert.NotEqual(0, import);
    }

    [Fact]
    public async Task Geths_keystore_folder_is_read_as_it_is()
    {
        var keystore = Directory.CreateDirectory(Path.Combine(Data, "keystore")).FullName;
        const string prefix = "accounts/geth-keystore/keystore/";
        foreach (var file in Vectors.Read("crypto-accounts.tar.gz", prefix).Where(file => !file.Path[prefix.Length..].Contains('/', StringComparison.Ordinal)))
        {
            await File.WriteAllBytesAsync(Path.Combine(keystore, Path.GetFileName(file.Path)), file.Content, Cancellation);
        }


        var listed = await Programs.PoaAsync("account", "list", "--datadir", Data);
        Assert.Contains("7ef5a6135f1fd6a02593eedc869c6d41d934aef8", listed, StringComparison.Ordinal);
        Assert.Contains("f466859ead1932d743d622cb74fc058882e8648a", listed, StringComparison.Ordinal);
        Assert.Contains("289d485d9771714cce91d3393d764e1311907acc", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Besus_genesis_and_blocks_are_taken()
    {
        using var chain = JsonDocument.Parse(await File.ReadAllBytesAsync(Vectors.Spec("clique/besu-clique-chain.json"), Cancellation));
        var hash = chain.RootElement.GetProperty("genesisHash").GetString()!;
        var besu = JsonDocument.Parse(await File.ReadAllBytesAsync(Vectors.Spec("clique/genesis/besu-clique-to-pos.json"), Cancellation)).RootElement.GetRawText()
            .Replace("\"period\": 10", "\"blockperiodseconds\": 10, \"createemptyblocks\": true", StringComparison.Ordinal)
            .Replace("\"epoch\":", "\"epochlength\":", StringComparison.Ordinal); // the names that Besu's own file has
        await File.WriteAllTextAsync(PathOf("besu.json"), besu, Cancellation);
        await File.WriteAllBytesAsync(
            PathOf("besu.rlp"), [.. chain.RootElement.GetProperty("blocksRlp").EnumerateArray().SelectMany(block => Convert.FromHexString(block.GetString()![2..]))], Cancellation);

        await Programs.PoaAsync("genesis", "convert", "--from", "besu", "--expect", hash, "--out", PathOf("genesis.json"), PathOf("besu.json"));
        var begun = await Programs.PoaAsync("init", "--datadir", Data, PathOf("genesis.json"));
        var imported = await Programs.PoaAsync("import", "--datadir", Data, PathOf("besu.rlp"));

        Assert.Contains(hash, begun, StringComparison.Ordinal);
        Assert.Contains("head=4", imported, StringComparison.Ordinal);
        var (exitCode, output) = await Programs.TryRunAsync(
            Repository.Poa, ["genesis", "convert", "--from", "besu", "--expect", "0x" + new string('1', 64), PathOf("besu.json")], Limit);
        Assert.Equal(1, exitCode);
        Assert.Contains("block 0 would be " + hash, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signer_moves_to_another_data_folder_with_its_key_node_key_and_journal_and_seals_on()
    {
        await using var nodes = await FourNodes.StartAsync();
        await nodes.WaitForAgreementAsync(3, Limit);
        var (leaving, staying) = (nodes[3], nodes[0]);
        await leaving.KillAsync();
        await Programs.PoaAsync("export", "--datadir", leaving.Folder, PathOf("chain.rlp.gz"));
        var before = await staying.Rpc.HeadAsync();

        await leaving.MoveAsync(PathOf("moved"), nodes.GenesisFile, PathOf("chain.rlp.gz"));
        await nodes.StartAsync(leaving);

        // The others' enode files still fit, and its turn comes again.
        await nodes.WaitForPeersAsync();
        await nodes.UntilAsync(
            async () =>
            {
                for (var number = before + 1; number <= await staying.Rpc.HeadAsync(); number++)
                {
                    if ((await staying.Rpc.AskAsync("clique_getSigner", Hex.Quantity(number))).GetString() == leaving.Signer.ToString())
                    {
                        return true;
                    }
                }

                return false;
            },
            Limit,
            "the signer that moved seals again");
        Assert.Equal("[]", (await staying.Rpc.AskAsync("clique_getEquivocations")).GetRawText());
    }

    private static string Bench => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Vectors.Root ?? throw new VectorsMissingException("No test vectors.")))!, "bench");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task<string> UnpackAsync(string packed, string name)
    {
        await File.WriteAllBytesAsync(PathOf(name), await BytesOfAsync(packed), Cancellation);
        return PathOf(name);
    }

    private static async Task<byte[]> BytesOfAsync(string packed)
    {
        await using var stream = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }
}
