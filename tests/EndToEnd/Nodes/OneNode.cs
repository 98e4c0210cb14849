namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>A chain of one signer with a block a second, in a process of its own.</summary>
internal sealed class OneNode : IAsyncDisposable
{
    private readonly string _folder;

    private OneNode(string folder, NodeProcess node)
    {
        _folder = folder;
        Node = node;
    }

    public NodeProcess Node { get; }

    /// <summary>Everything of it, deleted at the end.</summary>
    public string Folder => _folder;

    /// <summary>Makes key, genesis and data folder, and starts the process, without discovery.</summary>
    /// <param name="more">Further arguments of <c>poa run</c>.</param>
    public static Task<OneNode> StartAsync(params string[] more) => StartWithDiscoveryAsync(["--nodiscover", .. more]);

    /// <summary>The same, with discovery as it is by default.</summary>
    public static async Task<OneNode> StartWithDiscoveryAsync(params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("poa-e2e-").FullName;
        var one = new OneNode(folder, await NodeProcess.CreateAsync("one", Path.Combine(folder, "data"), NodeProcess.FreePorts(3)));
        try
        {
            var genesis = Path.Combine(folder, "genesis.json");
            await Programs.PoaAsync("genesis", "new", "--chainid", "1337", "--period", "1", "--signer", one.Node.Signer.ToString(), "--out", genesis);
            await one.Node.InitAsync(genesis);
            await one.Node.StartAsync([], more);
            return one;
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
