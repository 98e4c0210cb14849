using System.Globalization;
using PoaSidechain.Devnet.Links;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Nodes;

namespace PoaSidechain.Tests.Drills;

/// <summary>Signers in processes of their own, each pair of them joined by one <see cref="LinkProxy"/> and by nothing else.</summary>
internal sealed class SignerNetwork : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("poa-partition-").FullName;
    private readonly List<NodeProcess> _nodes = [];
    private readonly Dictionary<(int Dialler, int Dialled), LinkProxy> _links = [];

    private SignerNetwork()
    {
    }

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>Makes keys and genesis, starts the processes, and waits until all have all others as peers and agree on a block.</summary>
    public static async Task<SignerNetwork> StartAsync(int signers)
    {
        var network = new SignerNetwork();
        try
        {
            await network.BeginAsync(signers);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sets the links between two groups.</summary>
    /// <param name="isFirst">True for the signers of the first group.</param>
    /// <param name="heard">What the links are to let through.</param>
    public void Cut(Func<int, bool> isFirst, Cut heard)
    {
        foreach (var ((dialler, dialled), link) in _links.Where(link => isFirst(link.Key.Dialler) != isFirst(link.Key.Dialled)))
        {
            link.State = heard switch
            {
                Drills.Cut.None => LinkState.Open,
                Drills.Cut.Silent => LinkState.Silent,
                Drills.Cut.Refused => LinkState.Refused,
                _ => isFirst(dialler) ? LinkState.DiallerUnheard : LinkState.DialledUnheard,
            };
        }
    }

    /// <summary>Waits until each is connected to all others: a side that is not joined in itself is no side.</summary>
    public async Task UntilMeshedAsync() => await Poll.UntilAsync(
        async () => (await Task.WhenAll(_nodes.Select(static node => node.Rpc.AskAsync("net_peerCount")))).All(count => NodeRpc.Number(count) == (ulong)_nodes.Count - 1),
        TimeSpan.FromSeconds(120),
        () => "all are connected: " + string.Concat(_nodes.Select(static node => node.LogTail)));

    /// <summary>The heads of all.</summary>
    public Task<ulong[]> HeadsAsync() => Task.WhenAll(_nodes.Select(static node => node.Rpc.HeadAsync()));

    /// <summary>True when all have the same block at a height, which is the lowest of their heads.</summary>
    public async Task<bool> AgreeAboveAsync(ulong number)
    {
        var lowest = (await HeadsAsync()).Min();
        if (lowest <= number)
        {
            return false;
        }

        var hashes = await Task.WhenAll(_nodes.Select(node => node.Rpc.HashAsync(lowest)));
        return hashes.Distinct(StringComparer.Ordinal).Count() == 1;
    }

    /// <summary>The highest block that two nodes have in common.</summary>
    public async Task<ulong> CommonAsync(int one, int other)
    {
        var number = Math.Min(await _nodes[one].Rpc.HeadAsync(), await _nodes[other].Rpc.HeadAsync());
        while (await _nodes[one].Rpc.HashAsync(number) != await _nodes[other].Rpc.HashAsync(number))
        {
            number--;
        }

        return number;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var link in _links.Values)
        {
            await link.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(int signers)
    {
        var ports = NodeProcess.FreePorts(signers * 3);
        for (var i = 0; i < signers; i++)
        {
            _nodes.Add(await NodeProcess.CreateAsync($"signer {i}", Path.Combine(_folder, i.ToString(CultureInfo.InvariantCulture)), ports[(i * 3)..((i * 3) + 3)]));
        }

        var genesis = Path.Combine(_folder, "genesis.json");
        await Programs.PoaAsync(
            ["genesis", "new", "--chainid", "1337", "--period", "1", "--fund", $"{TestKeys.A.Address}=1", "--out", genesis, .. _nodes.SelectMany(static node => new[] { "--signer", node.Signer.ToString() })]);
        for (var i = 0; i < signers; i++)
        {
            await _nodes[i].InitAsync(genesis);
            for (var j = i + 1; j < signers; j++)
            {
                _links[(i, j)] = new LinkProxy(_nodes[j].PeerPort);
            }
        }

        for (var i = 0; i < signers; i++)
        {
            var dialler = i;
            await _nodes[i].StartAsync(_links.Where(link => link.Key.Dialler == dialler).Select(link => _nodes[link.Key.Dialled].EnodeAt(link.Value.Port)), "--nodiscover");
        }

        await Poll.UntilAsync(() => AgreeAboveAsync(3), TimeSpan.FromSeconds(60), () => "all agree: " + string.Concat(_nodes.Select(static node => node.LogTail)));
    }
}
