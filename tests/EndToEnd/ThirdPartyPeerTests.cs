using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.EndToEnd.Nodes;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>Another client as the only peer: it follows us, is voted in, seals with us, and serves the whole chain to a node of ours.</summary>
/// <remarks>One signer, then two: two take strict turns, so the chain never forks; ethereumjs cannot reorganise across a vote.</remarks>
public sealed class ThirdPartyPeerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly PrivateKey Rich = FourNodes.Rich;

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-peer-").FullName;
    private readonly List<NodeProcess> _ours = [];
    private EthereumJs? _theirs;

    [Fact(Timeout = 400_000)]
    public async Task Ethereumjs_follows_is_voted_in_seals_in_turn_and_is_synced_from()
    {
        var first = await CreateNodeAsync("first");
        await Programs.PoaAsync(
            "genesis", "new", "--chainid", "1337", "--template", "london", "--period", "1", "--signer", first.Signer.ToString(), "--fund", $"{Rich.Address}=1000000", "--out", Genesis);
        await first.InitAsync(Genesis);
        await first.StartAsync([]);
        _theirs = await EthereumJs.CreateAsync(Path.Combine(_folder, "ethereumjs"), TestKeys.Named("ethereumjs"));
        await using var load = new TransferLoad(Rich, first, pause: TimeSpan.FromMilliseconds(250)); // few: the chain waits at the vote, and ethereumjs keeps a hundred of an account
        await UntilAsync(async () => await first.Rpc.HeadAsync() >= 8, "a chain with transactions");

        // It syncs what was sealed before it came, and follows.
        await _theirs.StartAsync(Genesis, first.Enode, seals: false);
        var before = await first.Rpc.HeadAsync();
        await UntilTheirsHaveAsync(first, before + 3);

        // It is voted in: the chain waits for it, because the only other signer signed last.
        await first.Rpc.AskAsync("clique_propose", _theirs.Key.Address.ToString(), true);
        await UntilAsync(async () => (await SignersAsync(first)).Contains(_theirs.Key.Address), "ethereumjs is a signer");
        var voted = await first.Rpc.HeadAsync();
        await UntilTheirsHaveAsync(first, voted);

        await _theirs.KillAsync();
        await _theirs.StartAsync(Genesis, first.Enode, seals: true);
        await UntilAsync(async () => await first.Rpc.HeadAsync() >= voted + 8, "the two take turns");
        await CheckTurnsAsync(first, voted);

        // A node of ours that knows nobody else gets the whole chain from it, the vote included.
        var late = await CreateNodeAsync("late");
        await late.InitAsync(Genesis);
        await late.StartAsync([await _theirs.EnodeAsync()], "--nodiscover");
        var goal = await first.Rpc.HeadAsync();
        await UntilAsync(async () => await late.Rpc.HeadAsync() >= goal, $"the late node has block {goal}");
        Assert.Equal(await first.Rpc.HashAsync(goal), await late.Rpc.HashAsync(goal));
        Assert.Equal(await SignersAsync(first), await SignersAsync(late));
        var peers = await late.Rpc.AskAsync("admin_peers");
        Assert.Contains("ethereumjs", Assert.Single(peers.EnumerateArray()).GetProperty("name").GetString(), StringComparison.OrdinalIgnoreCase);

        var sent = await load.StopAsync();
        foreach (var node in _ours)
        {
            await UntilAsync(async () => await node.Rpc.NonceAsync(Rich.Address) == (ulong)sent.Count, $"{node.Name} has executed all {sent.Count} transfers");
        }

        await UntilAsync(async () => await _theirs.Rpc.NonceAsync(Rich.Address) == (ulong)sent.Count, $"ethereumjs has executed all {sent.Count} transfers");
    }

    public async ValueTask DisposeAsync()
    {
        if (_theirs is not null)
        {
            await _theirs.DisposeAsync();
        }

        foreach (var node in _ours)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Genesis => Path.Combine(_folder, "genesis.json");

    private async Task<NodeProcess> CreateNodeAsync(string name)
    {
        var node = await NodeProcess.CreateAsync(name, Path.Combine(_folder, name), NodeProcess.FreePorts(3));
        _ours.Add(node);
        return node;
    }

    /// <summary>Blocks after the vote alternate, and those that ethereumjs sealed carry transactions that it knows by gossip only.</summary>
    private async Task CheckTurnsAsync(NodeProcess node, ulong voted)
    {
        var gossiped = 0;
        for (var number = voted + 1; number <= voted + 8; number++)
        {
            var sealer = (await node.Rpc.AskAsync("clique_getSigner", Hex.Quantity(number))).GetString();
            var isTheirs = (number - voted) % 2 == 1;
            Assert.Equal((isTheirs ? _theirs!.Key.Address : node.Signer).ToString(), sealer);
            gossiped += isTheirs ? (await node.Rpc.BlockAsync(number))!.Value.GetProperty("transactions").GetArrayLength() : 0;
        }

        Assert.True(gossiped > 0, $"No block of ethereumjs holds a transaction. {_theirs!.LogTail}");
    }

    /// <summary>Waits until ethereumjs has our block at a height, executed.</summary>
    private Task UntilTheirsHaveAsync(NodeProcess node, ulong number) => UntilAsync(
        async () => await node.Rpc.HeadAsync() >= number
            && await _theirs!.Rpc.HeadAsync() >= number
            && await _theirs.Rpc.HashAsync(number) == await node.Rpc.HashAsync(number),
        $"ethereumjs has block {number}");

    private static async Task<Address[]> SignersAsync(NodeProcess node) =>
        [.. (await node.Rpc.AskAsync("clique_getSigners")).EnumerateArray().Select(signer => Address.Parse(signer.GetString()!))];

    private Task UntilAsync(Func<Task<bool>> condition, string what) =>
        Poll.UntilAsync(condition, Patience, () => $"{what}.\n{string.Concat(_ours.Select(node => node.LogTail))}{_theirs?.LogTail}");
}
