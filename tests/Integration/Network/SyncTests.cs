using PoaSidechain.Tests.TestKit.Chains;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>Catching up between real services over loopback sockets.</summary>
public sealed class SyncTests
{
    [Fact]
    public async Task A_node_catches_up_2000_blocks_from_a_peer_that_is_ahead()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 2000, transactionsEvery: 10);
        await using var ahead = await TestNode.StartAsync("ahead", chain);
        await using var behind = await TestNode.StartAsync("behind", options: TestNode.Options(ahead.Enode));

        await behind.UntilHeadAsync(chain[^1].Hash);

        Assert.Equal(ahead.Tree.HeadTotalDifficulty, behind.Tree.HeadTotalDifficulty);
        Assert.Equal(chain[1999 / 10 * 10 - 1].Transactions.Length, behind.Tree.FindBody(chain[1999 / 10 * 10 - 1].Hash)!.Transactions.Length);
    }
}
