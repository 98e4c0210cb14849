using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>A chain of four signers with a block a second, each in a process of its own, all dialling each other.</summary>
internal sealed class FourNodes : IAsyncDisposable
{
    private const string ChainId = "1337";

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-e2e-").FullName;
    private readonly List<NodeProcess> _nodes = [];

    private FourNodes()
    {
    }

    /// <summary>The account that has coins at genesis.</summary>
    public static PrivateKey Rich { get; } = TestKeys.Named("rich");

    public IReadOnlyList<NodeProcess> All => _nodes;

    /// <summary>The genesis file that all have.</summary>
    public string GenesisFile => Path.Combine(_folder, "genesis.json");

    public NodeProcess this[int index] => _nodes[index];

    /// <summary>Makes keys, genesis and data folders, starts the processes, and waits until each has all the others as peers.</summary>
    /// <param name="template">The rules: <c>london</c>, or <c>modern</c> for contracts that need later ones.</param>
    public static async Task<FourNodes> StartAsync(string template = "london")
    {
        var network = new FourNodes();
        try
        {
            var ports = NodeProcess.FreePorts(12);
            for (var index = 0; index < 4; index++)
            {
                network._nodes.Add(await network.CreateNodeAsync(ports[(index * 3)..((index * 3) + 3)]));
            }

            await Programs.PoaAsync(
            [
                "genesis", "new", "--chainid", ChainId, "--period", "1", "--template", template, "--fund", $"{Rich.Address}=1000000", "--out", network.GenesisFile,
                .. network._nodes.SelectMany(node => new[] { "--signer", node.Signer.ToString() }),
            ]);
            foreach (var node in network._nodes)
            {
                await node.InitAsync(network.GenesisFile);
            }

            await Task.WhenAll(network._nodes.Select(network.StartAsync));
            await network.WaitForPeersAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node that is not running; it dials all others.</summary>
    public Task StartAsync(NodeProcess node) => node.StartAsync(_nodes.Where(other => other != node).Select(other => other.Enode));

    /// <summary>Adds a node whose account is no signer yet, following the same chain.</summary>
    public async Task<NodeProcess> AddAsync()
    {
        var node = await CreateNodeAsync(NodeProcess.FreePorts(3));
        _nodes.Add(node);
        await node.InitAsync(GenesisFile);
        await StartAsync(node);
        return node;
    }

    /// <summary>Waits until every running node is connected to every other.</summary>
    public async Task WaitForPeersAsync()
    {
        var running = _nodes.Where(node => node.IsRunning).ToArray();
        foreach (var node in running)
        {
            await UntilAsync(
                async () => NodeRpc.Number(await node.Rpc.AskAsync("net_peerCount")) == (ulong)running.Length - 1,
                TimeSpan.FromSeconds(20),
                $"{node.Name} has {running.Length - 1} peers");
        }
    }

    /// <summary>Waits until a node's head is at a height or above.</summary>
    public Task WaitForHeadAsync(NodeProcess node, ulong number, TimeSpan within) =>
        UntilAsync(async () => await node.Rpc.HeadAsync() >= number, within, $"{node.Name} reaches block {number}");

    /// <summary>Waits until all running nodes have the same block at a height that is theirs all.</summary>
    /// <returns>That height.</returns>
    public async Task<ulong> WaitForAgreementAsync(ulong atLeast, TimeSpan within)
    {
        var agreed = 0UL;
        await UntilAsync(
            async () =>
            {
                var running = _nodes.Where(node => node.IsRunning).ToArray();
                var height = (await Task.WhenAll(running.Select(node => node.Rpc.HeadAsync()))).Min();
                var hashes = await Task.WhenAll(running.Select(node => node.Rpc.HashAsync(height)));
                agreed = height;
                return height >= atLeast && hashes.Distinct(StringComparer.Ordinal).Count() == 1;
            },
            within,
            $"all nodes agree at block {atLeast} or above");
        return agreed;
    }

    /// <summary>As <see cref="Poll.UntilAsync"/>, with everybody's log when it fails.</summary>
    public Task UntilAsync(Func<Task<bool>> condition, TimeSpan within, string what) =>
        Poll.UntilAsync(condition, within, () => $"{what}.\n{string.Concat(_nodes.Select(node => node.LogTail))}");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Task<NodeProcess> CreateNodeAsync(int[] ports)
    {
        var name = "node" + (_nodes.Count + 1);
        return NodeProcess.CreateAsync(name, Path.Combine(_folder, name), ports);
    }
}
