using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>Two blocks of one signer at one height are recorded with evidence; one block in two forms is not.</summary>
public sealed class EquivocationTests
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D];

    [Fact]
    public async Task Two_blocks_on_one_parent_are_proof_that_anyone_can_check()
    {
        await using var chain = new LocalChain(TestGenesis.London(Signers));
        var store = Watch(chain);
        var signer = InTurn(chain);
        var (one, other) = (Make(chain, signer, 1), Make(chain, signer, 2));

        await chain.ImportAsync(one);
        await chain.ImportAsync(other);

        var evidence = Assert.Single(store.All);
        Assert.Equal(EquivocationKind.SameParent, evidence.Kind);
        Assert.Equal((signer.Address, 1UL), (evidence.Signer, evidence.Number));
        Assert.Equal((one.Hash, other.Hash), (evidence.First.Hash, evidence.Second.Hash));
        Assert.All(new[] { evidence.First, evidence.Second }, header =>
            Assert.True(CliqueHeader.TryRecoverSigner(header, out var recovered) && recovered == signer.Address));
    }

    [Fact]
    public async Task The_first_of_the_two_may_have_come_before_a_restart()
    {
        using var database = new MemoryStore();
        var genesis = TestGenesis.London(Signers);
        Block second;
        await using (var chain = new LocalChain(genesis, database))
        {
            var signer = InTurn(chain);
            second = Make(chain, signer, 2);
            await chain.ImportAsync(Make(chain, signer, 1));
        }

        await using var reopened = new LocalChain(genesis, database);
        var store = Watch(reopened);
        await reopened.ImportAsync(second);

        Assert.Equal(EquivocationKind.SameParent, Assert.Single(store.All).Kind);
        Assert.Single(new EquivocationStore(database).All); // it is on disk
    }

    [Fact]
    public async Task One_block_in_another_form_of_its_seal_is_no_equivocation()
    {
        await using var chain = new LocalChain(TestGenesis.London(Signers));
        var store = Watch(chain);
        var block = Make(chain, InTurn(chain), 1);
        var seal = Signature.FromBytes(block.Header.ExtraData.Span[^CliqueHeader.SealLength..]);
        var rehashed = new Block(
            CliqueHeader.WithSeal(block.Header, new Signature(seal.R, Secp256k1.Order - seal.S, (byte)(1 - seal.YParity))), block.Body);

        await chain.ImportAsync(block);
        await chain.ImportAsync(rehashed);

        Assert.NotEqual(block.Hash, rehashed.Hash);
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task On_two_branches_it_is_noted_but_no_proof()
    {
        await using var chain = new LocalChain(TestGenesis.London(Signers));
        await using var other = new LocalChain(TestGenesis.London(Signers));
        var store = Watch(chain);
        var outsiders = Signers.Where(key => key != InTurn(chain)).ToArray();
        await chain.ImportAsync(await chain.SealAsync(InTurn(chain)));
        await chain.ImportAsync(await other.SealAsync(outsiders[0]));
        var repeater = outsiders[1];

        await chain.ImportAsync(LocalChain.SealBlock(chain.BuildFor(repeater, chain.Tree.Head.Timestamp + 1), repeater));
        await chain.ImportAsync(LocalChain.SealBlock(other.BuildFor(repeater, other.Tree.Head.Timestamp + 1), repeater));

        Assert.Equal(EquivocationKind.TwoBranches, Assert.Single(store.All).Kind);
    }

    [Fact]
    public void Proof_takes_the_place_of_suspicion_and_is_kept_once()
    {
        using var database = new MemoryStore();
        var store = new EquivocationStore(database);
        var suspicion = new Equivocation(EquivocationKind.TwoBranches, TestKeys.A.Address, 7, A.Header, A.Header with { Timestamp = 1 });

        Assert.True(store.TryAdd(suspicion));
        Assert.False(store.TryAdd(suspicion));
        Assert.True(store.TryAdd(suspicion with { Kind = EquivocationKind.SameParent }));
        Assert.False(store.TryAdd(suspicion));
        Assert.Equal(EquivocationKind.SameParent, Assert.Single(store.All).Kind);
    }

    private static EquivocationStore Watch(LocalChain chain)
    {
        var store = new EquivocationStore(chain.Database);
        _ = new EquivocationWatch(chain.Engine, chain.Tree, store, new CliqueMetrics(new TestMeters()), chain.Clock, NullLogger.Instance);
        return store;
    }

    private static Block Make(LocalChain chain, PrivateKey signer, byte vanity)
    {
        var built = chain.BuildFor(signer, chain.Tree.Head.Timestamp + 1);
        return LocalChain.SealBlock(built with { Header = built.Header with { ExtraData = CliqueHeader.MakeExtraData([vanity], []) } }, signer);
    }

    private static PrivateKey InTurn(LocalChain chain)
    {
        var inTurn = chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!.SignerInTurn(chain.Tree.Head.Number + 1);
        return Signers.Single(key => key.Address == inTurn);
    }
}
