using PoaSidechain.Clique;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>One block on a parent, for ever; nothing but blocks; and the refusals have names.</summary>
public sealed class SealJournalTests
{
    private static readonly Block Unsealed = new(A.Header with { ParentHash = Keccak256.OfEmptyList }, BlockBody.Empty);

    public static TheoryData<SealRefusal> Refusals() => [.. Enum.GetValues<SealRefusal>().Where(refusal => refusal != SealRefusal.None)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Every_refusal_has_its_case(SealRefusal refusal)
    {
        var result = refusal switch
        {
            SealRefusal.NotSealable => await Guard().SignSealAsync(Unsealed with { Header = Unsealed.Header with { Difficulty = 3UL } }, TestContext.Current.CancellationToken),
            SealRefusal.ConflictingBlock => await SealTwiceAsync(Unsealed.Header with { Timestamp = 5 }),
            SealRefusal.Unavailable => await Guard(SealResult.Refused(SealRefusal.Unavailable, "off")).SignSealAsync(Unsealed, TestContext.Current.CancellationToken),
            SealRefusal.Denied => await Guard(SealResult.Refused(SealRefusal.Denied, "no")).SignSealAsync(Unsealed, TestContext.Current.CancellationToken),
            SealRefusal.WrongKey => await Guard(SealResult.Of(TestKeys.B.Sign(CliqueHeader.SealHash(Unsealed.Header)))).SignSealAsync(Unsealed, TestContext.Current.CancellationToken),
            _ => throw new InvalidOperationException($"{refusal} has no case"),
        };

        Assert.Equal(refusal, result.Refusal);
        Assert.False(result.IsSealed);
    }

    [Fact]
    public async Task The_same_block_may_be_sealed_again_and_the_same_height_on_another_parent()
    {
        Assert.True((await SealTwiceAsync(Unsealed.Header)).IsSealed);
        Assert.True((await SealTwiceAsync(Unsealed.Header with { ParentHash = Keccak256.OfEmptyTrie, Timestamp = 5 })).IsSealed);
    }

    [Fact]
    public async Task After_a_restart_the_journal_still_knows_and_gives_the_block_back()
    {
        using var store = new MemoryStore();
        var parent = new BlockHeader { Number = 0 };
        var block = new Block(Unsealed.Header with { ParentHash = parent.Hash }, BlockBody.Empty);
        Assert.True((await new GuardedSealSigner(new LocalSealSigner(TestKeys.A), new SealJournal(store)).SignSealAsync(block, TestContext.Current.CancellationToken)).IsSealed);

        var again = new GuardedSealSigner(new LocalSealSigner(TestKeys.A), new SealJournal(store));

        Assert.Equal(block.Hash, again.Recall(parent)!.Hash);
        Assert.Null(again.Recall(block.Header));
        Assert.Equal(SealRefusal.ConflictingBlock, (await again.SignSealAsync(block with { Header = block.Header with { Timestamp = 9 } }, TestContext.Current.CancellationToken)).Refusal);
    }

    [Fact]
    public async Task A_high_s_of_a_remote_signer_is_made_low()
    {
        var low = TestKeys.A.Sign(CliqueHeader.SealHash(Unsealed.Header));
        var high = new Signature(low.R, Secp256k1.Order - low.S, (byte)(1 - low.YParity));

        var result = await Guard(SealResult.Of(high)).SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        Assert.Equal(low, result.Seal);
    }

    [Theory]
    [InlineData("vote nonce")]
    [InlineData("mix hash")]
    [InlineData("genesis")]
    [InlineData("no room")]
    [InlineData("sealed already")]
    public async Task What_is_no_unsealed_block_is_never_signed(string fault)
    {
        var header = fault switch
        {
            "vote nonce" => Unsealed.Header with { Nonce = 1 },
            "mix hash" => Unsealed.Header with { MixHash = Keccak256.OfEmptyTrie },
            "genesis" => Unsealed.Header with { Number = 0 },
            "no room" => Unsealed.Header with { ExtraData = new byte[96] },
            _ => CliqueHeader.WithSeal(Unsealed.Header, TestKeys.A.Sign(Keccak256.OfEmptyList)),
        };

        Assert.Equal(SealRefusal.NotSealable, (await Guard().SignSealAsync(Unsealed with { Header = header }, TestContext.Current.CancellationToken)).Refusal);
    }

    [Fact]
    public void Old_entries_are_dropped_and_young_ones_kept()
    {
        using var store = new MemoryStore();
        var journal = new SealJournal(store);
        var address = TestKeys.A.Address;
        ulong[] numbers = [1, 1024, 1024 + SealJournal.KeptHeights + 352];
        foreach (var number in numbers)
        {
            Assert.True(journal.TryEnter(address, Unsealed with { Header = Unsealed.Header with { Number = number } }));
        }

        Assert.Equal(0UL, numbers[^1] % 1024);
        Assert.Null(journal.SealHashAt(address, 1, Unsealed.Header.ParentHash));
        Assert.Null(journal.SealHashAt(address, 1024, Unsealed.Header.ParentHash));
        Assert.NotNull(journal.SealHashAt(address, numbers[^1], Unsealed.Header.ParentHash));
    }

    private static async Task<SealResult> SealTwiceAsync(BlockHeader second)
    {
        var signer = Guard();
        Assert.True((await signer.SignSealAsync(Unsealed, TestContext.Current.CancellationToken)).IsSealed);
        return await signer.SignSealAsync(Unsealed with { Header = second }, TestContext.Current.CancellationToken);
    }

    private static GuardedSealSigner Guard(SealResult? answer = null) =>
        new(answer is { } given ? new FixedSigner(given) : new LocalSealSigner(TestKeys.A), new SealJournal(new MemoryStore()));

    /// <summary>Another process' answer, whatever it is.</summary>
    private sealed class FixedSigner(SealResult answer) : ISealSigner
    {
        public Address Address => TestKeys.A.Address;

        public Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation) => Task.FromResult(answer);
    }
}
