using PoaSidechain.Network.Peers;
using PoaSidechain.Tests.Integration.JsonRpc;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>A node that joins late, over a real chain, with a peer that lies and one that stalls; <c>tests/Drills late-join</c> does it on a longer one.</summary>
[Collection(Alone.Name)]
public sealed class LateJoinTests(LateJoinTests.LongChainFixture chain) : IClassFixture<LateJoinTests.LongChainFixture>
{
    [Theory]
    [InlineData(Lie.WrongBody, PeerFault.WrongResponse, "a body that belongs to none of the blocks")]
    [InlineData(Lie.WrongSeal, PeerFault.InvalidBlock, "clique.unauthorized_signer")]
    [InlineData(Lie.WrongReceipts, PeerFault.InvalidBlock, "receipts_root_mismatch")]
    [InlineData(Lie.BrokenChain, PeerFault.WrongResponse, "does not follow")]
    [InlineData(Lie.WithheldHeaders, PeerFault.WithheldBlocks, "no header")]
    [InlineData(Lie.WithheldBodies, PeerFault.WithheldBlocks, "headers without bodies")]
    public async Task It_gets_to_the_honest_head_and_the_liar_is_dropped_with_the_reason(Lie lie, PeerFault fault, string detail)
    {
        var outcome = await LateJoin.RunAsync(chain.Chain, lie, within: TimeSpan.FromSeconds(120));

        Assert.True(outcome.IsOnHonestHead, outcome.ToString());
        Assert.Equal(fault, outcome.LiarEnd!.Fault);
        Assert.Contains(detail, outcome.LiarEnd.Detail, StringComparison.Ordinal);
        Assert.True(outcome is { Stalled: 2, KeptStalling: true }, outcome.ToString());
    }

    /// <summary>The chain, sealed once for all cases.</summary>
    public sealed class LongChainFixture : IAsyncLifetime
    {
        public LocalChain Chain { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Chain = await LongChain.SealAsync(3000);

        public ValueTask DisposeAsync() => Chain.DisposeAsync();
    }
}
