using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <content>Cases that need more than one block.</content>
internal static partial class BlockVerdictCases
{
    private static async Task<BlockVerdict> FutureBlockAsync()
    {
        await using var ours = new LocalChain(TestGenesis.Modern(Signers));
        await using var theirs = new LocalChain(TestGenesis.Modern(Signers));
        var block = await theirs.SealAsync(InTurn(theirs));
        return (await ours.Importer.ImportAsync(block, CancellationToken.None)).Verdict; // our clock stands at genesis
    }

    private static async Task<BlockVerdict> LeavesCheckpointAsync()
    {
        await using var ours = new LocalChain(TestGenesis.Modern(Signers));
        await using var theirs = new LocalChain(TestGenesis.Modern(Signers));
        var mine = await ours.SealAsync(OutOfTurn(ours));
        ours.Pin.SetFinal(1, mine.Number, mine.Hash);
        return await ImportAsync(ours, await theirs.SealAsync(InTurn(theirs)));
    }

    private static async Task<BlockVerdict> ReorgTooDeepAsync()
    {
        const int kept = 16; // states; the least there may be
        await using var ours = new LocalChain(TestGenesis.Modern(Signers), stateOptions: new StateOptions { HistoryBlocks = kept });
        await using var theirs = new LocalChain(TestGenesis.Modern(Signers));
        for (var i = 0; i < kept + 4; i++)
        {
            await ours.SealAsync(OutOfTurn(ours));
        }

        BlockVerdict verdict;
        do
        {
            verdict = await ImportAsync(ours, await theirs.SealAsync(InTurn(theirs)));
        }
        while (verdict.IsValid && theirs.Tree.Head.Number < ours.Tree.Head.Number);

        return verdict;
    }

    private static async Task<BlockVerdict> InvalidAncestorAsync()
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers));
        var signer = InTurn(chain);
        var built = chain.BuildFor(signer, TestGenesis.Timestamp + 1);
        var bad = LocalChain.SealBlock(built with { Header = built.Header with { StateRoot = Wrong } }, signer);
        await ImportAsync(chain, bad);
        return await ImportAsync(chain, new Block(bad.Header with { ParentHash = bad.Hash, Number = 2 }, bad.Body));
    }

    private static async Task<BlockVerdict> RecentlySignedAsync()
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers));
        var signer = InTurn(chain);
        var first = await chain.SealAsync(signer);
        var built = chain.BuildFor(signer, first.Header.Timestamp + 1); // the builder does not ask whether it may
        return await ImportAsync(chain, LocalChain.SealBlock(built, signer));
    }

    private static PrivateKey OutOfTurn(LocalChain chain)
    {
        var snapshot = chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!;
        var number = chain.Tree.Head.Number + 1;
        return Signers.First(key => !snapshot.IsInTurn(number, key.Address) && !snapshot.SignedRecently(key.Address));
    }
}
