using PoaSidechain.Clique;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>A chain of two signers, built, executed and sealed by the real parts, with transfers in every block.</summary>
public static class LongChain
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B];

    /// <summary>Seals a chain; it belongs to the caller.</summary>
    /// <param name="blocks">How many.</param>
    /// <param name="transfers">Transfers in each.</param>
    public static async Task<LocalChain> SealAsync(int blocks, int transfers = 1)
    {
        var chain = new LocalChain(TestGenesis.London(Signers, funded: [TestKeys.C.Address]));
        var nonce = 0UL;
        for (var i = 0; i < blocks; i++)
        {
            for (var j = 0; j < transfers; j++)
            {
                chain.Pool.Add(Transfers.Dynamic(TestKeys.C, nonce++, TestKeys.D.Address), isLocal: true);
            }

            await chain.SealInTurnAsync(Signers);
        }

        return chain;
    }

    /// <summary>Blocks that could follow one of a chain: those that do, the first of them changed, all linked and sealed anew.</summary>
    /// <param name="chain">The honest chain.</param>
    /// <param name="first">Number of the first forged block.</param>
    /// <param name="change">What is false in its header.</param>
    /// <param name="signer">Who seals them all; null for the signers of the honest blocks.</param>
    public static List<Block> Forge(LocalChain chain, ulong first, Func<BlockHeader, BlockHeader> change, PrivateKey? signer)
    {
        List<Block> forged = [];
        var parent = chain.Tree.FindHeader(first - 1)!;
        for (var number = first; number <= chain.Tree.Head.Number; number++)
        {
            var honest = chain.Tree.FindHeader(number)!;
            var header = honest with { ParentHash = parent.Hash };
            header = number == first ? change(header) : header;
            var key = signer ?? Signers.Single(one => one.Address == chain.Engine.GetFeeRecipient(honest));
            parent = CliqueHeader.WithSeal(header, key.Sign(CliqueHeader.SealHash(header)));
            forged.Add(new Block(parent, chain.Tree.FindBody(honest.Hash)!));
        }

        return forged;
    }
}
