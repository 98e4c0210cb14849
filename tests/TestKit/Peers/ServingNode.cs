using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Network;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>The real network over a chain that belongs to the test: serves blocks and states.</summary>
internal sealed class ServingNode : IAsyncDisposable
{
    private ServingNode(LocalChain chain, string name) => Service = new NetworkService(
        new NetworkOptions { Port = 0 },
        TestKeys.Named(name),
        new NetworkChain(chain.Genesis.Spec, chain.Tree, chain.Importer, chain.Pool) { States = chain.States },
        new NetworkEnvironment(TimeProvider.System, new Random(1), NullLoggerFactory.Instance, new TestMeters()));

    public NetworkService Service { get; }

    public static async Task<ServingNode> StartAsync(LocalChain chain, string name)
    {
        var node = new ServingNode(chain, name);
        await node.Service.StartAsync(CancellationToken.None);
        return node;
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
