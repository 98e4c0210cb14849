using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class GenesisFileTests
{
    private const string Extra = "0x" +
        "0000000000000000000000000000000000000000000000000000000000000000" + "6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207" +
        "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void Takes_and_refuses_what_geth_takes_and_refuses()
    {
        var cases = Vectors.SpecJson("clique/genesis-parse-vectors.json").GetProperty("cases").EnumerateArray().ToList();
        foreach (var vector in cases)
        {
            var text = vector.GetProperty("genesisText").GetString()!;
            var name = vector.GetProperty("name").GetString();
            var problem = ProblemOf(text, out var file);

            Assert.True(vector.GetProperty("initAccepted").GetBoolean() == problem is null, $"{name}: {problem ?? "accepted"}");
            if (file is null)
            {
                continue;
            }

            var starts = !vector.TryGetProperty("nodeStarts", out var nodeStarts) || nodeStarts.GetBoolean();
            Assert.True(starts == Record.Exception(file.EnsureRunnable) is null, name);
            if (file.Alloc.Count == 0 && vector.TryGetProperty("genesisHash", out var hash))
            {
                Assert.True(hash.GetString() == file.CreateHeader(Keccak256.OfEmptyTrie).Hash.ToString(), name);
            }
        }

        Assert.True(cases.Count >= 91);
    }

    [Fact]
    public void Real_genesis_files_give_the_published_header_over_their_state_root()
    {
        foreach (var entry in Vectors.SpecJson("clique/genesis-index.json").EnumerateArray())
        {
            var name = entry.GetProperty("file").GetString()!;
            var content = System.IO.File.ReadAllBytes(Vectors.Spec("clique/genesis/" + name));
            if (name == "kotti-etc.json") // in another client's form: one key for each EIP
            {
                Assert.Throws<GenesisFileException>(() => GenesisFileReader.Read(content));
                continue;
            }

            var file = GenesisFileReader.Read(content);
            var header = file.CreateHeader(Hash256.Parse(entry.GetProperty("stateRoot").GetString()!));

            file.EnsureRunnable();
            Assert.Equal(entry.GetProperty("headerRlp").GetString(), Hex.Encode(header.Encode()));
            Assert.Equal(entry.GetProperty("genesisHash").GetString(), header.Hash.ToString());
            Assert.Equal(entry.GetProperty("chainId").GetUInt64(), file.Spec.ChainId);
            Assert.Equal(entry.GetProperty("accounts").GetInt32(), file.Alloc.Count);
        }
    }

    [Theory]
    [InlineData("\"config\":{\"clique\":{\"period\":\"15\"}}", "config.clique.period: expected an unsigned 64-bit integer, found \"15\"")]
    [InlineData("\"config\":{\"clique\":{\"epoch\":1.5}}", "config.clique.epoch: expected an unsigned 64-bit integer, found 1.5")]
    [InlineData("\"config\":{\"chainId\":\"1\"}", "config.chainId: expected an integer without quotes, from 0 to 2^256 - 2, found \"1\"")]
    [InlineData("\"config\":{\"londonBlock\":-1}", "config.londonBlock: expected an integer without quotes, 0 or larger, found -1")]
    [InlineData("\"config\":{\"shanghaiTime\":true}", "config.shanghaiTime: expected an unsigned 64-bit integer, found true")]
    [InlineData("\"config\":{\"verkleTime\":7}", "config.verkleTime: this node has no rules for this fork")]
    [InlineData("\"config\":[]", "config: expected an object, found an array")]
    [InlineData("\"gasLimit\":\"0x\"", "gasLimit: expected a number below 2^64: an integer, decimal text or hex text with 0x, found \"0x\"")]
    [InlineData("\"gasLimit\":{}", "gasLimit: expected a number below 2^64: an integer, decimal text or hex text with 0x, found an object")]
    [InlineData("\"gasLimit\":\"\\u0031\"", "gasLimit: expected a number below 2^64: an integer, decimal text or hex text with 0x, found \"\\u0031\"")]
    [InlineData("\"Difficulty\":true", "Difficulty: expected a number below 2^256: an integer, decimal text or hex text with 0x, found true")]
    [InlineData("\"mixHash\":\"0x00\"", "mixHash: expected 32 bytes in hex with 0x (64 digits), found \"0x00\"")]
    [InlineData("\"coinbase\":7", "coinbase: expected an address: 20 bytes in hex with 0x (40 digits), found 7")]
    [InlineData("\"extraData\":\"0x1\"", "extraData: expected bytes in hex with 0x and an even number of digits, found \"0x1\"")]
    [InlineData("\"alloc\":{\"01\":{\"balance\":\"1\"}}", "alloc.01: expected an address as key: 40 hex digits, with or without 0x")]
    [InlineData("\"alloc\":{\"0x6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207\":null}", "alloc.0x6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207: expected an account: an object with a balance, found null")]
    [InlineData("\"alloc\":{\"6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207\":{\"balance\":\"x\"}}", "alloc.6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207.balance: expected a number below 2^256: an integer, decimal text or hex text with 0x, found \"x\"")]
    [InlineData("\"alloc\":{\"6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207\":{\"balance\":1,\"storage\":{\"00\":1}}}", "alloc.6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207.storage.00: expected at most 32 bytes in hex with an even number of digits, found 1")]
    [InlineData("\"alloc\":{\"6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207\":{\"balance\":1,\"storage\":{\"0X00\":\"01\"}}}", "alloc.6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207.storage.0X00: as key at most 32 bytes in hex with an even number of digits was expected")]
    [InlineData("\"alloc\":{\"6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207\":{}}", "alloc.6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207.balance: required, but missing: expected a number of wei, which may be 0")]
    [InlineData("\"number\":3", "number: expected 0, found 3: the genesis block is block 0")]
    [InlineData("\"extraData\":\"\"", "extraData: expected 32 bytes of vanity, the signers and 65 bytes of seal, found 0 bytes: can't start clique chain without signers")]
    [InlineData("\"config\":{\"blobSchedule\":{\"cancun\":{\"target\":3,\"max\":6}}}", "config.blobSchedule.cancun.baseFeeUpdateFraction: required, but missing: expected a number larger than 0")]
    public void A_refusal_names_the_path_what_was_expected_and_what_was_found(string member, string expected)
    {
        Assert.Equal(expected, ProblemOf(File(member), out _));
    }

    [Theory]
    [InlineData("{\"gasLimit\": 1,}", "not JSON at line 1, byte 16")]
    [InlineData("{\n\"gasLimit\": 01}", "not JSON at line 2, byte 14")]
    [InlineData("", "not JSON at line 1, byte 1")]
    [InlineData("{\"config\":{}", "not JSON at line 1, byte 13")]
    [InlineData("[]", "expected an object, found an array")]
    [InlineData("null", "expected an object, found null")]
    public void A_refusal_of_the_whole_names_the_place(string text, string expected)
    {
        Assert.StartsWith(expected, ProblemOf(text, out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"homesteadBlock\":5,\"eip150Block\":4", "eip150Block", "homesteadBlock enabled at block 5, but eip150Block enabled at block 4")]
    [InlineData("\"londonBlock\":7", "londonBlock", "berlinBlock not enabled, but londonBlock enabled at block 7")]
    [InlineData("\"homesteadBlock\":0,\"daoForkBlock\":3,\"eip150Block\":2", "eip150Block", "daoForkBlock enabled at block 3, but eip150Block enabled at block 2")]
    [InlineData("ALL,\"shanghaiTime\":9,\"cancunTime\":8", "cancunTime", "shanghaiTime enabled at timestamp 9, but cancunTime enabled at timestamp 8")]
    [InlineData("ALL,\"shanghaiTime\":9,\"pragueTime\":10", "pragueTime", "cancunTime not enabled, but pragueTime enabled at timestamp 10")]
    [InlineData("ALL,\"cancunTime\":1", "cancunTime", "shanghaiTime not enabled, but cancunTime enabled at timestamp 1")]
    [InlineData("ALL,\"grayGlacierBlock\":4,\"mergeNetsplitBlock\":3", "mergeNetsplitBlock", "grayGlacierBlock enabled at block 4, but mergeNetsplitBlock enabled at block 3")]
    public void Forks_out_of_order_are_refused_with_geths_texts(string forks, string key, string expected)
    {
        var text = File($"\"config\":{{\"chainId\":1,{forks.Replace("ALL", BlockForks("londonBlock"), StringComparison.Ordinal)},\"clique\":{{}}}}");

        Assert.Equal($"config.{key}: unsupported fork ordering: {expected}", ProblemOf(text, out _));
    }

    [Fact]
    public void The_later_of_two_equal_keys_wins_and_objects_are_merged()
    {
        const string account = "6601b1e56ecd64a393d7ebcf4fedcfbdacbe2207";
        var file = Read(File(
            "\"config\":{\"chainId\":5,\"homesteadBlock\":3,\"clique\":{\"period\":7,\"epoch\":9}}",
            "\"CONFIG\":{\"chainid\":6,\"clique\":{\"PERIOD\":8,\"epoch\":null}}",
            "\"alloc\":{\"" + account + "\":{\"balance\":1,\"nonce\":4,\"storage\":{\"01\":\"05\",\"02\":\"06\"},\"storage\":{\"02\":\"00\",\"03\":\"07\"}}}",
            "\"alloc\":{\"0X" + account.ToUpperInvariant() + "\":{\"balance\":2,\"storage\":{\"01\":\"05\",\"02\":\"06\"},\"storage\":{\"02\":\"00\",\"03\":\"07\"}},"
                + "\"0000000000000000000000000000000000000001\":{\"balance\":\"0\"}}",
            "\"ga\u017fLimit\":12"));

        Assert.Equal(6UL, file.Spec.ChainId);
        Assert.Equal(new CliqueParameters(8, 9), file.Spec.Clique);
        Assert.Equal(3UL, file.Spec.BlockOf(Fork.Homestead));
        Assert.Equal(12UL, file.GasLimit);
        Assert.Equal(2, file.Alloc.Count);
        var merged = file.Alloc[Address.Parse(account)];
        Assert.Equal((2UL, 0UL), (merged.Balance, merged.Nonce));
        Assert.Equal([(1UL, 5UL), (3UL, 7UL)], merged.Storage.OrderBy(slot => slot.Key).Select(slot => (slot.Key.Low64, slot.Value.Low64)));
    }

    [Fact]
    public void Unknown_keys_may_hold_anything()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);
        var file = Read(File($"\"x\":{deep}", "\"\\ud800\":1", "\"config\":{\"chainId\":1,\"x\":{\"y\":[1,{}]},\"clique\":{}}"));

        Assert.Equal(CliqueParameters.DefaultEpochLength, file.Spec.Clique!.EpochLength);
    }

    [Fact]
    public void Forks_become_rules_and_fork_numbers()
    {
        var config = $"\"config\":{{\"chainId\":1,{BlockForks("londonBlock")},\"muirGlacierBlock\":0,\"grayGlacierBlock\":11,\"shanghaiTime\":100,"
            + "\"cancunTime\":200,\"pragueTime\":300,\"osakaTime\":400,\"bpo1Time\":500,\"terminalTotalDifficulty\":99,\"clique\":{},"
            + "\"blobSchedule\":{\"prague\":{\"target\":1,\"max\":2,\"baseFeeUpdateFraction\":3},\"bpo1\":{\"target\":9,\"max\":12,\"baseFeeUpdateFraction\":7}}}";
        var spec = Read(File(config)).Spec;

        Assert.Equal(Fork.London, spec.RulesAt(1, 99).Fork);
        Assert.Equal(Fork.Shanghai, spec.RulesAt(1, 100).Fork);
        Assert.Equal(Fork.Cancun, spec.RulesAt(1, 299).Fork);
        Assert.Equal(BlobParameters.Cancun, spec.RulesAt(1, 299).Blobs);
        Assert.Equal(new BlobParameters(1, 2, 3), spec.RulesAt(1, 300).Blobs);
        Assert.Equal(new BlobParameters(1, 2, 3), spec.RulesAt(1, 400).Blobs);
        Assert.Equal(Fork.Osaka, spec.RulesAt(1, 400).Fork);
        Assert.Equal(new BlobParameters(9, 12, 7), spec.RulesAt(1, 500).Blobs);
        Assert.Equal([0UL, 11UL], spec.OtherForkBlocks);
        Assert.Equal([500UL], spec.OtherForkTimes);
        Assert.Equal(99UL, spec.TerminalTotalDifficulty);
    }

    [Fact]
    public void Petersburg_comes_with_a_last_Constantinople()
    {
        var config = $"\"config\":{{\"chainId\":1,{BlockForks("constantinopleBlock").Replace("Block\":0", "Block\":4", StringComparison.Ordinal)},\"clique\":{{}}}}";
        var spec = Read(File(config)).Spec;

        Assert.Equal(Fork.Petersburg, spec.RulesAt(4, 0).Fork);
        Assert.Equal(4UL, spec.BlockOf(Fork.Petersburg));
    }

    [Fact]
    public void Eip155_follows_its_own_number()
    {
        const string config = "\"config\":{\"chainId\":1,\"homesteadBlock\":0,\"eip150Block\":0,\"eip155Block\":2,\"eip158Block\":3,\"clique\":{}}";
        var spec = Read(File(config)).Spec;

        Assert.Equal((false, Fork.TangerineWhistle), (spec.RulesAt(1, 0).IsEip155, spec.RulesAt(1, 0).Fork));
        Assert.Equal((true, Fork.TangerineWhistle), (spec.RulesAt(2, 0).IsEip155, spec.RulesAt(2, 0).Fork));
        Assert.Equal((true, Fork.SpuriousDragon), (spec.RulesAt(3, 0).IsEip155, spec.RulesAt(3, 0).Fork));
    }

    [Fact]
    public void Modern_genesis_has_the_fields_of_its_forks()
    {
        var forks = BlockForks("londonBlock");
        var header = Read(File($"\"config\":{{\"chainId\":1,{forks},\"shanghaiTime\":0,\"cancunTime\":0,\"pragueTime\":0,\"clique\":{{}}}}"))
            .CreateHeader(Keccak256.OfEmptyTrie);

        Assert.Equal(1_000_000_000UL, header.BaseFeePerGas);
        Assert.Equal(Keccak256.OfEmptyTrie, header.WithdrawalsRoot);
        Assert.Equal((0UL, 0UL, Hash256.Zero), (header.BlobGasUsed, header.ExcessBlobGas, header.ParentBeaconBlockRoot));
        Assert.StartsWith("0xe3b0c442", header.RequestsHash.ToString(), StringComparison.Ordinal);
        Assert.Equal(header.Encode(), PoaSidechain.Primitives.Blocks.BlockHeader.Decode(header.Encode()).Encode());
    }

    [Fact]
    public void A_merged_chain_is_read_but_not_run()
    {
        var file = Read(File("\"config\":{\"chainId\":1,\"terminalTotalDifficulty\":0,\"terminalTotalDifficultyPassed\":true,\"clique\":{}}"));

        Assert.Equal("config.terminalTotalDifficultyPassed", Assert.Throws<GenesisFileException>(file.EnsureRunnable).Path);
    }

    [Fact]
    public void A_file_of_geths_own_tests_is_read()
    {
        var file = GenesisFileReader.Read(Vectors.Read("network-clique.tar.gz", "clique/geth-genesis-clique.json").Single().Content);

        Assert.Equal((15UL, 8_000_000UL, 5UL), (file.Spec.ChainId.Low64, file.GasLimit, file.Spec.Clique!.PeriodSeconds));
    }

    private static string BlockForks(string last)
    {
        string[] keys =
        [
            "homesteadBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock", "constantinopleBlock", "petersburgBlock",
            "istanbulBlock", "berlinBlock", "londonBlock",
        ];
        return string.Join(',', keys.Take(Array.IndexOf(keys, last) + 1).Select(key => $"\"{key}\":0"));
    }

    /// <summary>A file that is right, with members added at its end: the later of two equal keys wins.</summary>
    private static string File(params string[] members) =>
        "{\"config\":{\"chainId\":1337,\"clique\":{}},\"extraData\":\"" + Extra + "\",\"gasLimit\":1,\"difficulty\":1,\"alloc\":{},"
        + string.Join(',', members) + "}";

    private static GenesisFile Read(string text) => GenesisFileReader.Read(Encoding.UTF8.GetBytes(text));

    private static string? ProblemOf(string text, out GenesisFile? file)
    {
        try
        {
            file = Read(text);
            return null;
        }
        catch (GenesisFileException e)
        {
            file = null;
            return e.Message;
        }
    }
}
