using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Chain;

/// <summary>Preparing blocks ahead, on all processors, comes to what importing them one by one comes to.</summary>
public sealed class BlockPreparationTests
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.C];

    [Fact]
    public async Task Prepared_blocks_lead_to_the_same_head_and_state()
    {
        var blocks = await MakeBlocksAsync(12);
        await using var prepared = new LocalChain(TestGenesis.Modern(Signers));
        await using var plain = new LocalChain(TestGenesis.Modern(Signers));
        MoveClocks(blocks, prepared, plain);

        foreach (var block in Preparation(prepared).Prepare(blocks))
        {
            Assert.Equal(ImportOutcome.BecameHead, prepared.Import.Import(block, durable: false).Result.Outcome);
            Assert.Equal(ImportOutcome.BecameHead, plain.Import.Import(block.Block, null, durable: false).Result.Outcome);
        }

        Assert.Equal(blocks[^1].Hash, prepared.Tree.Head.Hash);
        Assert.Equal(plain.States.Head.Root, prepared.States.Head.Root);
    }

    [Fact]
    public async Task Bad_blocks_are_refused_in_the_same_words()
    {
        var block = (await MakeBlocksAsync(1))[0];
        var unsigned = block.Transactions[0] with { Signature = default };
        Block[] bad =
        [
            block with { Body = block.Body with { Transactions = [.. block.Transactions, block.Transactions[0]] } },
            block with { Body = block.Body with { Transactions = [unsigned, .. block.Transactions[1..]] } },
            block with { Header = block.Header with { ExtraData = new byte[97] } },
            block with { Header = block.Header with { TransactionsRoot = Hash256.Zero } },
        ];

        foreach (var next in bad)
        {
            await using var prepared = new LocalChain(TestGenesis.Modern(Signers));
            await using var plain = new LocalChain(TestGenesis.Modern(Signers));
            MoveClocks([next], prepared, plain);
            var expected = plain.Import.Import(next, null, durable: false).Result;

            var result = prepared.Import.Import(Preparation(prepared).Prepare([next])[0], durable: false).Result;

            Assert.Equal(ImportOutcome.Refused, result.Outcome);
            Assert.NotEqual(BlockError.None, result.Verdict.Error);
            Assert.Equal(expected.Verdict.ToString(), result.Verdict.ToString());
        }
    }

    private static BlockPreparation Preparation(LocalChain chain) => new(chain.Genesis.Spec, chain.Engine);

    private static void MoveClocks(IReadOnlyList<Block> blocks, params LocalChain[] chains)
    {
        foreach (var chain in chains)
        {
            chain.Clock.Advance(DateTimeOffset.FromUnixTimeSeconds((long)blocks[^1].Header.Timestamp) - chain.Clock.GetUtcNow());
        }
    }

    private static async Task<List<Block>> MakeBlocksAsync(int count)
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers));
        List<Block> blocks = [];
        for (ulong i = 0; i < (ulong)count; i++)
        {
            foreach (var key in Signers)
            {
                chain.Pool.Add(Transfers.Dynamic(key, i, Address.FromNumber(0xdead + i)), isLocal: false);
            }

            blocks.Add(await chain.SealInTurnAsync(Signers));
        }

        return blocks;
    }
}
