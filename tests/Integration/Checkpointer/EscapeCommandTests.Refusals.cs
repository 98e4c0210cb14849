using PoaSidechain.Node.Commands;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Copies of the chain that are too short, another's, damaged or lying; bridges that never had a checkpoint; what is broken off.</summary>
public sealed partial class EscapeCommandTests
{
    [Fact]
    public async Task Says_in_a_sentence_what_is_wrong_with_a_copy_of_the_chain()
    {
        await using var rig = await SmallAsync();
        await rig.Sidechain.SealAsync(EscapeRig.Signer);
        await rig.Sidechain.SealAsync(EscapeRig.Signer);
        await rig.CheckpointAsync();
        var last = rig.Sidechain.Tree.Head.Number;
        await rig.SleepAsync();

        await RefusedAsync("A copy of the chain is needed");
        await RefusedAsync($"ends with block {last - 1}; L1's last checkpoint ends with block {last}", "--archive", await rig.ExportAsync("short.rlp", last - 1));
        await RefusedAsync("the blocks 1 to 2 are missing", "--archive", await PartAsync(rig, "gap.rlp", number => number > 2));
        await RefusedAsync("is not valid", "--archive", await rig.ExportAsync("lie.rlp", change: block => block.Number == last ? Altered(block) : block));
        await RefusedAsync("it is another chain's", "--archive", await rig.ExportAsync("other.rlp", change: block => block.Number == 0 ? Altered(block) : block));
        await File.WriteAllTextAsync(rig.PathOf("garbage.rlp"), "no blocks at all", TestContext.Current.CancellationToken);
        await RefusedAsync("something other than RLP blocks", "--archive", rig.PathOf("garbage.rlp"));
        await RefusedAsync("cannot be read behind block 0", "--archive", await CutAsync(rig));
        var archive = await rig.ExportAsync("chain.rlp");
        await RefusedAsync("exclude each other", "--archive", archive, "--datadir", rig.PathOf("node"));
        await RefusedAsync("'bob' is no address", "--archive", archive, "--account", "bob");

        // Another branch: valid blocks, which L1 has not accepted.
        await using var other = await EscapeRig.StartAsync();
        await RefusedAsync("it is another chain's", "--archive", await other.ExportAsync("chain.rlp"));
        var wrongVault = await Assert.ThrowsAsync<BridgeException>(() => rig.EscapeAsync(null, ["--archive", archive], genesis: other.GenesisFile));
        Assert.Contains("it is another chain's", wrongVault.Message, StringComparison.Ordinal);

        async Task RefusedAsync(string reason, params string[] arguments)
        {
            var refusal = await Assert.ThrowsAsync<BridgeException>(() => rig.EscapeAsync(Alice, arguments));
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refuses_a_branch_that_L1_has_not_accepted()
    {
        await using var rig = await SmallAsync();
        var fork = rig.Sidechain.Tree.Head.Number;
        await rig.CheckpointAsync(blockHash: Hash256.Parse("0x" + new string('7', 64)));
        var refusal = await Assert.ThrowsAsync<BridgeException>(async () => await rig.EscapeAsync(null, ["--archive", await rig.ExportAsync("chain.rlp")]));
        Assert.Contains($"at height {fork}; L1 accepted 0x7777", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_stopped_nodes_data_folder_in_place_of_an_archive()
    {
        await using var rig = await SmallAsync();
        await rig.CheckpointAsync();
        for (var i = 0; i < 3; i++)
        {
            await rig.Sidechain.SealAsync(EscapeRig.Signer);
        }

        var folder = rig.PathOf("node");
        await PoaAsync("init", rig.GenesisFile, "--datadir", folder);
        await PoaAsync("import", await rig.ExportAsync("chain.rlp"), "--datadir", folder);
        await rig.SleepAsync();
        await rig.L1.FundAsync(Alice.Address, 1);
        Assert.Contains("1 taken.", await rig.EscapeAsync(Alice, ["--datadir", folder, "--declare-dead"]), StringComparison.Ordinal);
        Assert.Equal(UInt256.Zero, await rig.LockedAsync(Address.Zero));
    }

    [Fact]
    public async Task Without_any_checkpoint_every_deposit_goes_back_and_no_copy_of_the_chain_is_needed()
    {
        await using var rig = await SmallAsync();
        await rig.SleepAsync();
        await rig.L1.FundAsync(Alice.Address, 1);
        var said = await rig.EscapeAsync(Alice, ["--declare-dead", "--all-native"]);
        Assert.Contains("L1 never accepted a checkpoint", said, StringComparison.Ordinal);
        Assert.Contains("Deposit 0 is refunded: 5 ETH", said, StringComparison.Ordinal);
        Assert.Equal(UInt256.Zero, await rig.LockedAsync(Address.Zero));
    }

    [Fact]
    public async Task One_thing_that_cannot_be_taken_does_not_stop_the_others_and_the_next_run_goes_on()
    {
        await using var rig = await SmallAsync();
        var token = await rig.DepositNewTokenAsync(Alice.Address, 1_000);
        await rig.CreditAsync();
        await rig.CheckpointAsync();
        string[] source = ["--archive", await rig.ExportAsync("chain.rlp")];
        await rig.SleepAsync();
        await rig.L1.FundAsync(Alice.Address, 1);
        var code = (await rig.L1.AskAsync("eth_getCode", token.ToString(), "latest")).GetString();
        await rig.L1.AskAsync("anvil_setCode", token.ToString(), "0xfe"); // it refuses everything
        var first = await rig.EscapeAsync(Alice, [.. source, "--declare-dead"], exitCode: 1);
        Assert.Contains("Not taken: 1000 of", first, StringComparison.Ordinal);
        Assert.Contains("1 taken, 1 not taken", first, StringComparison.Ordinal);
        await rig.L1.AskAsync("anvil_setCode", token.ToString(), code);
        Assert.Contains("1 taken.", await rig.EscapeAsync(Alice, source), StringComparison.Ordinal);
        Assert.Equal((UInt256)1_000UL, await rig.TokensAsync(token, Alice.Address));
    }

    /// <summary>A bridge with five ETH of Alice's.</summary>
    private static async Task<EscapeRig> SmallAsync()
    {
        var rig = await EscapeRig.StartAsync();
        await rig.DepositEthAsync(Alice.Address, EscapeRig.Ether(5_000));
        await rig.CreditAsync();
        return rig;
    }

    private static Block Altered(Block block) => new(block.Header with { StateRoot = Hash256.Parse("0x" + new string('9', 64)) }, block.Body);

    private static async Task<string> PartAsync(EscapeRig rig, string name, Func<ulong, bool> isKept)
    {
        await using var file = File.Create(rig.PathOf(name));
        for (var number = 0UL; number <= rig.Sidechain.Tree.Head.Number; number++)
        {
            if (isKept(number))
            {
                await file.WriteAsync(rig.Sidechain.Tree.FindBlock(rig.Sidechain.Tree.FindHash(number)!.Value)!.Encode(), TestContext.Current.CancellationToken);
            }
        }

        return file.Name;
    }

    private static async Task<string> CutAsync(EscapeRig rig)
    {
        var whole = await File.ReadAllBytesAsync(await rig.ExportAsync("whole.rlp"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(rig.PathOf("cut.rlp"), whole[..(whole.Length - 5)], TestContext.Current.CancellationToken);
        return rig.PathOf("cut.rlp");
    }

    private static async Task PoaAsync(params string[] line) =>
        Assert.Equal(0, await PoaCommand.Create().Parse(line).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
}
