using System.Text;
using System.Text.Json.Nodes;
using PoaSidechain.Chain;
using PoaSidechain.Node.Commands;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Genesis;

/// <summary>What <c>poa genesis</c> finds, asks and converts.</summary>
public sealed class GenesisToolTests
{
    private const string Weth = "0x7777777777777777777777777777777777777777";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly string Extra =
        "0x" + new string('0', 64) + new string('1', 40) + new string('2', 40) + new string('3', 40) + new string('4', 40) + new string('0', 130);

    private static string Good => $$$$"""
        {"config":{"chainId":77701,"homesteadBlock":0,"eip150Block":0,"eip155Block":0,"eip158Block":0,"byzantiumBlock":0,"constantinopleBlock":0,
        "petersburgBlock":0,"istanbulBlock":0,"berlinBlock":0,"londonBlock":0,"clique":{"period":2,"epoch":30000}},
        "difficulty":"0x1","gasLimit":"0x1c9c380","timestamp":"0x65000000","extraData":"{{{{Extra}}}}","alloc":{"0x5555555555555555555555555555555555555555":{"balance":"0x1"}}}
        """;

    [Fact]
    public void Nothing_is_found_in_a_good_file() => Assert.Empty(Find(Good));

    [Theory]
    [InlineData("\"londonBlock\":0", "\"londonBlokc\":0,\"londonBlock\":0", "config.londonBlokc", "'londonBlock'")]
    [InlineData("\"londonBlock\":0", "\"londonblock\":0", "config.londonblock", "Write 'londonBlock'")]
    [InlineData("\"difficulty\":\"0x1\"", "\"difficulty\":\"0x2\",\"difficulty\":\"0x1\"", "difficulty", "twice")]
    [InlineData("\"difficulty\":\"0x1\"", "\"difficulty\":\"0x1\",\"Difficulty\":\"0x1\"", "Difficulty", "the same as 'difficulty'")]
    [InlineData("\"difficulty\":\"0x1\"", "\"difficulty\":\"0x7\"", "difficulty", "Write 0x1")]
    [InlineData("\"period\":2", "\"periode\":2", "config.clique.periode", "'period'")]
    [InlineData("\"period\":2", "\"period\":2000", "config.clique.period", "unit is seconds")]
    [InlineData("\"epoch\":30000", "\"epoch\":3", "config.clique.epoch", "forgotten")]
    [InlineData("\"chainId\":77701", "\"chainId\":1", "config.chainId", "public chain")]
    [InlineData("\"chainId\":77701", "\"chainId\":99999999999999999999", "config.chainId", "wallets")]
    [InlineData("0x1c9c380", "0x0", "gasLimit", "4712388")]
    [InlineData("0x1c9c380", "0x5208", "gasLimit", "1/1024")]
    [InlineData("0x65000000", "0x7fffffff", "timestamp", "future")]
    [InlineData("\"difficulty\":", "\"nonce\":\"0x1\",\"difficulty\":", "coinbase", "zero")]
    [InlineData("{\"balance\":\"0x1\"}", "{\"balance\":\"0x1\",\"secretKey\":\"0x01\"}", "alloc.0x5555555555555555555555555555555555555555.secretKey", "private key")]
    [InlineData("{\"balance\":\"0x1\"}", "{\"balance\":\"0x0\"}", "alloc", "nobody has any coin")]
    [InlineData("{\"balance\":\"0x1\"}}", "{\"balance\":\"0x1\"},\"5555555555555555555555555555555555555555\":{\"balance\":\"0x1\"}}", "alloc.5555555555555555555555555555555555555555", "the same as")]
    [InlineData("3333333333333333333333333333333333333333", "2222222222222222222222222222222222222222", "extraData", "twice")]
    [InlineData("3333333333333333333333333333333333333333", "0000000000000000000000000000000000000000", "extraData", "zero address")]
    [InlineData("3333333333333333333333333333333333333333", "", "extraData", "3 signers")]
    public void Mistakes_that_geth_takes_are_found_and_mended(string good, string bad, string path, string says)
    {
        var broken = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, broken);

        Assert.Contains(Find(broken), finding => finding.Path.StartsWith(path, StringComparison.Ordinal) && finding.ToString().Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_behind_the_end_is_found() => Assert.Contains(Find(Good + " {\"config\":{}}"), finding => finding.Problem.Contains("behind the end", StringComparison.Ordinal));

    [Theory]
    [InlineData(3, "go on while 2", "quorum is 3 (0 may fail)")]
    [InlineData(4, "go on while 3", "quorum is 3 (1 may fail)")]
    [InlineData(6, "go on while 4", "quorum is 5 (1 may fail)")]
    [InlineData(7, "go on while 4", "quorum is 5 (2 may fail)")]
    public void Consequences_of_a_number_of_signers(int signers, string chain, string bridge)
    {
        var text = GenesisAdvice.ConsequenceOf(signers).Replace("goes on", "go on", StringComparison.Ordinal);

        Assert.Contains(chain, text, StringComparison.Ordinal);
        Assert.Contains(bridge, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Besus_form_gives_the_same_block()
    {
        var besu = JsonNode.Parse($$$$"""
            {"config":{"chainid":77701,"londonBlock":0,"clique":{"blockPeriodSeconds":2,"epochLength":30000},"contractSizeLimit":null},
            "nonce":"0x0","difficulty":"1","gasLimit":30000000,"timestamp":"0x65000000","extraData":"{{{{Extra}}}}",
            "alloc":{"5555555555555555555555555555555555555555":{"balance":"1","comment":"mine","privateKey":"00"}}}
            """)!.AsObject();

        Assert.Equal(HashOf(Good), HashOf(GenesisConversion.FromBesu(besu).ToJsonString()));
    }

    [Fact]
    public void Rules_under_another_programs_names_are_refused_and_not_left_to_a_default()
    {
        var besu = JsonNode.Parse(Good)!.AsObject(); // geth's names where Besu's are expected: Besu's default period would be 15
        var nethermind = JsonNode.Parse($$$$"""
            {"engine":{"clique":{"params":{"period":2,"epochLength":100}}},"params":{"chainID":"0x1"},"genesis":{"difficulty":"0x1","gasLimit":"0x1","extraData":"{{{{Extra}}}}"}}
            """)!.AsObject();

        Assert.Contains("config.clique.period", Assert.Throws<GenesisFileException>(() => GenesisConversion.FromBesu(besu)).Message, StringComparison.Ordinal);
        Assert.Contains("epochLength", Assert.Throws<GenesisFileException>(() => GenesisConversion.FromNethermind(nethermind)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"zeroBaseFee\":true", "config.zeroBaseFee")]
    [InlineData("\"transitions\":{\"clique\":[{\"block\":5,\"blockperiodseconds\":1}]}", "config.transitions")]
    [InlineData("\"clique\":{\"createemptyblocks\":false}", "config.clique.createemptyblocks")]
    public void What_only_Besu_can_do_is_refused(string part, string path)
    {
        var besu = JsonNode.Parse($$$$"""{"config":{"clique":{},{{{{part}}}}},"difficulty":"1","gasLimit":1,"extraData":"{{{{Extra}}}}"}""".Replace("\"clique\":{},\"clique\"", "\"clique\"", StringComparison.Ordinal))!.AsObject();

        Assert.Contains(path, Assert.Throws<GenesisFileException>(() => GenesisConversion.FromBesu(besu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Netherminds_chainspec_gives_the_same_block()
    {
        var chainspec = Chainspec("0x0");

        Assert.Equal(HashOf(Good), HashOf(GenesisConversion.FromNethermind(chainspec).ToJsonString()));
    }

    [Fact]
    public void A_fork_that_Nethermind_tears_apart_is_refused() =>
        Assert.Contains("londonBlock", Assert.Throws<GenesisFileException>(() => GenesisConversion.FromNethermind(Chainspec("0x5"))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_interview_asks_again_and_explains()
    {
        var questions = new StringWriter();
        var interview = new GenesisInterview(new StringReader(
            "x\n0\n77701\nnonsense\n0x1111111111111111111111111111111111111111\n0x1111111111111111111111111111111111111111\n\nn\n"
            + "0x2222222222222222222222222222222222222222\n0x3333333333333333333333333333333333333333\n\ny\n\n"), questions);

        Assert.Equal(77701UL, interview.ChainId());
        Assert.Equal(3, interview.Signers().Count);
        Assert.Equal(2UL, interview.PeriodSeconds(2));
        Assert.Contains("3 signers: the chain goes on while 2 are there (1 may fail), the bridge's quorum is 3 (0 may fail)", questions.ToString(), StringComparison.Ordinal);
        Assert.Throws<IOException>(() => interview.ChainId());
    }

    [Fact]
    public void The_interview_asks_for_forks_coin_and_the_bridges_limits()
    {
        var interview = new GenesisInterview(new StringReader("0x5555555555555555555555555555555555555555\nmuch\n7\n\n1\n101\n3\n"), new StringWriter());

        Assert.Equal((UInt256)7, interview.Funds(text => UInt256.TryParse(text, out var wei) ? wei : null)[Address.Parse("0x5555555555555555555555555555555555555555")]);
        Assert.Equal(1UL, interview.L1ChainId());
        Assert.Equal(300UL, interview.BucketBps(500));
    }

    [Fact]
    public async Task New_writes_the_plan_for_L1_beside_the_genesis_and_overwrites_neither()
    {
        var folder = Directory.CreateTempSubdirectory("poa-genesis-").FullName;
        var file = Path.Combine(folder, "genesis.json");
        string[] line = ["new", "--chainid", "77701", "--signer", Signers, "--bridge", "--out", file, "--bridge.l1", "1", "--bridge.guardian", "0x6666666666666666666666666666666666666666", "--bridge.weth", Weth];
        try
        {
            Assert.Equal(0, await RunAsync(line));
            var genesis = GenesisFileReader.Read(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            var text = await File.ReadAllTextAsync(Path.Combine(folder, "genesis.plan.json"), TestContext.Current.CancellationToken);
            var terms = BridgeTermsFile.Parse(text, "plan", GenesisBlock.Create(genesis).Header.Encode(), genesis.Spec.ChainId, genesis.Spec.Clique!.EpochLength);
            Assert.Equal(UInt256.One, terms.L1ChainId);
            Assert.Equal(SpeedLimits.Recommended, terms.EthLimits);
            Assert.Equal("0x6666666666666666666666666666666666666666", Assert.Single(terms.Guardians).ToString());

            Assert.Equal(new RouterTerms(Address.Parse(Weth), default), terms.Router);

            await Assert.ThrowsAsync<IOException>(() => RunAsync(line));
            await Assert.ThrowsAsync<Node.Options.OptionsException>(() => RunAsync("new", "--chainid", "1", "--signer", Signers, "--bridge.weth", Weth));
            await Assert.ThrowsAsync<Node.Options.OptionsException>(() => RunAsync("new", "--chainid", "1", "--signer", Signers, "--bridge.permit2", Weth));
            await Assert.ThrowsAsync<Node.Options.OptionsException>(() => RunAsync("new", "--chainid", "1", "--signer", Signers, "--bridge.l1", "1"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("alloc.0x000000000000000000000000000000000ca1000a", "is missing")]
    [InlineData("alloc.0x000000000000000000000000000000000ca10003", "is not the Inbox of this release")]
    [InlineData("alloc.0x000000000000000000000000000000000ca10001.storage", "is not the hash of the signers")]
    public async Task A_bridge_that_could_never_work_is_found(string path, string says)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Example, TestContext.Current.CancellationToken))!.AsObject();
        var alloc = json["alloc"]!.AsObject();
        alloc.Remove("0x000000000000000000000000000000000ca1000a");
        alloc["0x000000000000000000000000000000000ca10003"]!["code"] = "0x00";
        json["extraData"] = json["extraData"]!.GetValue<string>().Replace(new string('4', 40), new string('8', 40), StringComparison.Ordinal);

        Assert.Contains(Find(json.ToJsonString()), finding => finding.Path.StartsWith(path, StringComparison.Ordinal) && finding.Problem.Contains(says, StringComparison.Ordinal));
    }

    /// <summary>The example is what this release writes; <c>POA_WRITE_REFERENCE=1</c> writes it anew.</summary>
    [Fact]
    public async Task The_example_has_the_bridge_of_this_release()
    {
        var text = await File.ReadAllTextAsync(Example, TestContext.Current.CancellationToken);
        var old = GenesisFileReader.Read(Encoding.UTF8.GetBytes(text));
        var registry = old.Alloc[Predeploys.SignerRegistry];
        var written = JsonNode.Parse(GenesisWriter.Write(new GenesisDraft
        {
            ChainId = old.Spec.ChainId.Low64,
            Signers = [.. Signers.Split(',').Select(Address.Parse)],
            PeriodSeconds = 2,
            EpochLength = 30_000,
            IsModern = true,
            GasLimit = old.GasLimit,
            Timestamp = old.Timestamp,
            Funds = old.Alloc.Where(a => a.Value.Code.IsEmpty).ToDictionary(a => a.Key, a => a.Value.Balance),
            BridgeReserve = old.Alloc[Predeploys.NativeVault].Balance,
        }))!;
        var deploymentId = ((UInt256)2).ToHash256().ToString();
        written["alloc"]![Predeploys.SignerRegistry.ToString()]!["storage"]![deploymentId] = registry.Storage[2].ToHash256().ToString();
        var expected = written.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n";
        if (Environment.GetEnvironmentVariable("POA_WRITE_REFERENCE") == "1")
        {
            await File.WriteAllTextAsync(Example, expected, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await File.ReadAllTextAsync(Example, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Find(expected), finding => finding.Path.StartsWith("alloc", StringComparison.Ordinal));
    }

    private const string Signers =
        "0x1111111111111111111111111111111111111111,0x2222222222222222222222222222222222222222,0x3333333333333333333333333333333333333333,0x4444444444444444444444444444444444444444";

    private static string Example => Checkout.PathOf("genesis", "modern.json");

    private static Task<int> RunAsync(params string[] line) => GenesisCommands.Create().Parse(line)
        .InvokeAsync(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

    private static JsonObject Chainspec(string oneEip) => JsonNode.Parse($$$$"""
        {"name":"x","engine":{"clique":{"params":{"period":2,"epoch":30000}}},
        "params":{"chainID":"0x12f85","eip150Transition":"0x0","eip155Transition":"0x0","eip1559Transition":"0x0","eip3541Transition":"{{{{oneEip}}}}","maximumExtraDataSize":"0xffff"},
        "genesis":{"seal":{"ethereum":{"nonce":"0x0000000000000000","mixHash":"0x0000000000000000000000000000000000000000000000000000000000000000"}},
        "difficulty":"0x1","author":"0x0000000000000000000000000000000000000000","timestamp":"0x65000000","extraData":"{{{{Extra}}}}","gasLimit":"0x1c9c380"},
        "accounts":{"0000000000000000000000000000000000000001":{"builtin":{"name":"ecrecover"}},"0x5555555555555555555555555555555555555555":{"balance":"0x1"}}}
        """)!.AsObject();

    private static IReadOnlyList<GenesisFinding> Find(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return GenesisAdvice.For(GenesisFileReader.Read(bytes), bytes, Now);
    }

    private static Hash256 HashOf(string json) => GenesisBlock.Create(GenesisFileReader.Read(Encoding.UTF8.GetBytes(json))).Hash;
}
