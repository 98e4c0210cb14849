using PoaSidechain.Tests.EndToEnd.Nodes;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary><c>poa db</c> as an operator uses it.</summary>
public sealed class DatabaseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_running_node_is_copied_and_the_copy_is_a_whole_chain()
    {
        await using var one = await OneNode.StartAsync();
        await Poll.UntilAsync(async () => await one.Node.Rpc.HeadAsync() >= 5, Limit, () => $"block 5. {one.Node.LogTail}");
        var copy = Path.Combine(one.Folder, "copy");

        var said = await Programs.PoaAsync("db", "backup", copy, "--datadir", one.Node.Folder);
        Assert.Contains("from the running node", said, StringComparison.Ordinal);
        var (again, refusal) = await Programs.TryRunAsync(Repository.Poa, ["db", "backup", copy, "--datadir", one.Node.Folder], Limit);
        Assert.Equal(1, again);
        Assert.Contains("is not empty", refusal, StringComparison.Ordinal);

        // The node goes on; the copy begins a data folder of its own.
        var head = await one.Node.Rpc.HeadAsync();
        await Poll.UntilAsync(async () => await one.Node.Rpc.HeadAsync() > head, Limit, () => $"a block after the copy. {one.Node.LogTail}");
        var restored = Path.Combine(one.Folder, "restored");
        Assert.Contains("has the chain up to block", await Programs.PoaAsync("db", "restore", copy, "--datadir", restored), StringComparison.Ordinal);
        Assert.Contains("is whole", await Programs.PoaAsync("db", "check", "--datadir", restored), StringComparison.Ordinal);
        Assert.Contains("headers", await Programs.PoaAsync("db", "stats", "--datadir", restored), StringComparison.Ordinal);
        Assert.Contains("MiB now", await Programs.PoaAsync("db", "compact", "--datadir", restored), StringComparison.Ordinal);
        Assert.Contains("are forgotten", await Programs.PoaAsync("db", "prune", "--datadir", restored), StringComparison.Ordinal);
        Assert.Contains("is whole", await Programs.PoaAsync("db", "check", "--datadir", restored), StringComparison.Ordinal);
    }
}
