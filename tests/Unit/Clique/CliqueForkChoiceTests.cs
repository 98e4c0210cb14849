using PoaSidechain.Clique;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>EIP-3436's tie break is each node's own; a genesis file may ask for another.</summary>
public sealed class CliqueForkChoiceTests
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D];

    [Fact]
    public void Of_two_equal_heads_one_wins_by_the_turn_whichever_came_first()
    {
        var (chain, near, far) = TwoOutOfTurn();

        Assert.True(chain.Engine.IsBetter(near, far, chain));
        Assert.False(chain.Engine.IsBetter(far, near, chain));
    }

    [Fact]
    public void With_first_seen_the_head_stays()
    {
        var (chain, near, far) = TwoOutOfTurn();
        var engine = new CliqueEngine(chain.Spec, new SnapshotStore(new MemoryStore()), CliqueTieBreak.FirstSeen);

        Assert.False(engine.IsBetter(near, far, chain));
        Assert.False(engine.IsBetter(far, near, chain));
    }

    [Fact]
    public void The_lower_number_wins_under_either_rule()
    {
        var chain = new HeaderChain(TestGenesis.London(Signers));
        var low = chain.Extend(1);
        var high = chain.Extend(1);

        Assert.True(chain.Engine.IsBetter(low, high, chain));
        Assert.True(new CliqueEngine(chain.Spec, new SnapshotStore(new MemoryStore()), CliqueTieBreak.FirstSeen).IsBetter(low, high, chain));
    }

    [Fact]
    public void Another_form_of_the_same_seal_is_no_better_block()
    {
        var chain = new HeaderChain(TestGenesis.London(Signers));
        var block = chain.Extend(1);
        var seal = Signature.FromBytes(block.ExtraData.Span[^CliqueHeader.SealLength..]);
        var rehashed = CliqueHeader.WithSeal(block, new Signature(seal.R, Secp256k1.Order - seal.S, (byte)(1 - seal.YParity)));

        Assert.NotEqual(block.Hash, rehashed.Hash);
        Assert.True(CliqueHeader.TryRecoverSigner(rehashed, out var signer));
        Assert.Contains(signer, Signers.Select(key => key.Address));
        Assert.False(chain.Engine.IsBetter(rehashed, block, chain));
        Assert.False(chain.Engine.IsBetter(block, rehashed, chain));
    }

    [Theory]
    [InlineData("\"eip3436\"", CliqueTieBreak.Eip3436)]
    [InlineData("\"first-seen\"", CliqueTieBreak.FirstSeen)]
    public void The_genesis_file_comes_before_the_nodes_own_choice(string value, CliqueTieBreak expected)
    {
        var file = GenesisFileReader.Read(System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"config":{"chainId":1,"clique":{"period":1,"epoch":30000,"tieBreak":{{{value}}}}},"difficulty":"1","gasLimit":"30000000","alloc":{},"extraData":"0x{{{new string('0', 2 * 117)}}}"}"""));
        var other = expected == CliqueTieBreak.FirstSeen ? CliqueTieBreak.Eip3436 : CliqueTieBreak.FirstSeen;

        Assert.Equal(expected, new CliqueEngine(file.Spec, new SnapshotStore(new MemoryStore()), other).TieBreak);
    }

    private static (HeaderChain Chain, BlockHeader Near, BlockHeader Far) TwoOutOfTurn()
    {
        var chain = new HeaderChain(TestGenesis.London(Signers));
        var snapshot = chain.Engine.GetSnapshot(chain.Head, chain)!;
        var ordered = Signers.OrderBy(key => key.Address).ToArray();

        // Block 1 is the turn of index 1. The distance (1 - index) mod 4 is 1 for index 0, 3 for index 2.
        var near = chain.Seal(chain.Head, ordered[0]);
        var far = chain.Seal(chain.Head, ordered[2]);
        Assert.True(snapshot.IsInTurn(1, ordered[1].Address));
        return (chain, near, far);
    }
}
