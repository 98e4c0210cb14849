using PoaSidechain.Primitives;
using PoaSidechain.Tests.EndToEnd.Nodes;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>Four signers in good health, and changes of who signs.</summary>
public sealed class ConsensusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Four_signers_find_each_other_and_all_seal_one_chain()
    {
        await using var nodes = await FourNodes.StartAsync();
        foreach (var node in nodes.All)
        {
            Assert.Equal(node.Enode, (await node.Rpc.AskAsync("admin_nodeInfo")).GetProperty("enode").GetString());
        }

        var first = await nodes.WaitForAgreementAsync(2, Patience);
        var transfer = Transfers.Dynamic(FourNodes.Rich, 0, Address.FromNumber(0xbeef));
        await nodes[0].Rpc.AskAsync("eth_sendRawTransaction", Hex.Encode(transfer.Encoded.Span));
        await nodes.WaitForHeadAsync(nodes[0], first + 16, Patience);
        var last = await nodes.WaitForAgreementAsync(first + 16, Patience);

        foreach (var node in nodes.All)
        {
            var receipt = await node.Rpc.AskAsync("eth_getTransactionReceipt", transfer.Hash.ToString());
            Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        }

        // Which share is sealed in turn depends on the machine's load; that in-turn blocks and only they have difficulty 2 does not (EIP-225).
        string[] signers = [.. nodes.All.Select(node => node.Signer.ToString()).Order(StringComparer.Ordinal)];
        var inTurn = 0;
        HashSet<string> sealers = [];
        for (var number = first + 1; number <= last; number++)
        {
            var sealer = (await nodes[0].Rpc.AskAsync("clique_getSigner", Hex.Quantity(number))).GetString()!;
            var isInTurn = sealer == signers[number % (ulong)signers.Length];
            Assert.Equal(isInTurn ? "0x2" : "0x1", (await nodes[0].Rpc.BlockAsync(number))!.Value.GetProperty("difficulty").GetString());
            inTurn += isInTurn ? 1 : 0;
            sealers.Add(sealer);
        }

        Assert.Equal(signers, sealers.Order(StringComparer.Ordinal));
        Assert.True(inTurn > 0, "no block was sealed in turn");
    }

    [Fact]
    public async Task A_fifth_signer_is_voted_in_seals_and_is_voted_out()
    {
        await using var nodes = await FourNodes.StartAsync();
        var fifth = await nodes.AddAsync();
        var caughtUp = await nodes.WaitForAgreementAsync(2, Patience);

        await VoteAsync(nodes, fifth, add: true);
        await nodes.UntilAsync(() => IsSignerAsync(nodes[0], fifth), Patience, "the fifth signer is voted in");
        await nodes.UntilAsync(() => HasSealedAsync(nodes[0], fifth), Patience, "the fifth signer seals");
        var before = await nodes.WaitForAgreementAsync(caughtUp, Patience);

        await VoteAsync(nodes, fifth, add: false);
        await nodes.UntilAsync(async () => !await IsSignerAsync(nodes[0], fifth), Patience, "the fifth signer is voted out");
        var after = await nodes.WaitForAgreementAsync(before + 1, Patience);
        var end = await nodes.WaitForAgreementAsync(after + 6, Patience);

        for (var number = after + 1; number <= end; number++)
        {
            Assert.NotEqual(fifth.Signer.ToString(), (await nodes[0].Rpc.AskAsync("clique_getSigner", Hex.Quantity(number))).GetString());
        }
    }

    private static async Task VoteAsync(FourNodes nodes, NodeProcess candidate, bool add)
    {
        // Three are a majority of four, and of five.
        foreach (var voter in nodes.All.Take(3))
        {
            await voter.Rpc.AskAsync("clique_propose", candidate.Signer.ToString(), add);
        }
    }

    private static async Task<bool> IsSignerAsync(NodeProcess node, NodeProcess candidate) =>
        (await node.Rpc.AskAsync("clique_getSigners")).EnumerateArray().Any(signer => signer.GetString() == candidate.Signer.ToString());

    private static async Task<bool> HasSealedAsync(NodeProcess node, NodeProcess candidate) =>
        (await node.Rpc.AskAsync("clique_status")).GetProperty("sealerActivity").TryGetProperty(candidate.Signer.ToString(), out var blocks)
        && blocks.GetInt32() > 0;
}
