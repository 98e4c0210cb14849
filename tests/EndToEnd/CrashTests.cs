using PoaSidechain.Tests.EndToEnd.Nodes;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>Signers that die without warning.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_node_in_turn_is_killed_under_load_and_no_transaction_is_lost()
    {
        await using var nodes = await FourNodes.StartAsync();
        await nodes.WaitForAgreementAsync(2, Patience);
        await using var load = new TransferLoad(FourNodes.Rich, nodes[1]);

        for (var index = 0; index < nodes.All.Count; index++)
        {
            var victim = nodes[index];
            var survivor = nodes[(index + 1) % nodes.All.Count];
            await load.SwitchToAsync(survivor);
            await victim.KillAsync();
            var downSince = await survivor.Rpc.HeadAsync();
            await nodes.WaitForHeadAsync(survivor, downSince + 4, Patience);
            await nodes.StartAsync(victim);
            await nodes.WaitForHeadAsync(victim, await survivor.Rpc.HeadAsync(), Patience);
            await nodes.WaitForPeersAsync();
        }

        var sent = await load.StopAsync();
        Assert.True(sent.Count >= 100, $"only {sent.Count} transactions were sent");
        foreach (var node in nodes.All)
        {
            await nodes.UntilAsync(
                async () => await node.Rpc.NonceAsync(FourNodes.Rich.Address) == (ulong)sent.Count, Patience, $"{node.Name} has executed all {sent.Count} transfers");
        }

        var height = await nodes.WaitForAgreementAsync(1, Patience);
        foreach (var node in nodes.All)
        {
            var mined = await MinedAsync(node, height);
            Assert.Equal(sent.Count, mined.Count);
            Assert.Equal(sent.Order(StringComparer.Ordinal), mined.Order(StringComparer.Ordinal));
        }
    }

    private static async Task<List<string>> MinedAsync(NodeProcess node, ulong height)
    {
        List<string> hashes = [];
        for (var number = 1UL; number <= height; number++)
        {
            var block = (await node.Rpc.BlockAsync(number))!.Value;
            hashes.AddRange(block.GetProperty("transactions").EnumerateArray().Select(hash => hash.GetString()!));
        }

        return hashes;
    }
}
