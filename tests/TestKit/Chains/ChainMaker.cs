using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>Makes chains of blocks that fit together, without seals and without execution.</summary>
public static class ChainMaker
{
    /// <summary>London rules from the start, chain id 1337, period 1.</summary>
    public static ChainSpec Spec { get; } = new(
        1337UL,
        [
            (Fork.Homestead, 0), (Fork.TangerineWhistle, 0), (Fork.SpuriousDragon, 0), (Fork.Byzantium, 0), (Fork.Constantinople, 0), (Fork.Petersburg, 0),
            (Fork.Istanbul, 0), (Fork.Berlin, 0), (Fork.London, 0),
        ],
        [],
        0,
        new CliqueParameters(1, CliqueParameters.DefaultEpochLength));

    /// <summary>A block 0.</summary>
    public static BlockHeader Genesis { get; } = A.Header with { Number = 0, Difficulty = 1UL };

    /// <summary>Blocks after a parent.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="count">How many.</param>
    /// <param name="branch">Makes blocks of the same height differ.</param>
    /// <param name="difficulty">2 in turn, 1 out of turn.</param>
    /// <param name="transactionsEvery">One block in so many has two transactions; 0 for none.</param>
    public static Block[] Extend(BlockHeader parent, int count, byte branch = 0, ulong difficulty = 2, int transactionsEvery = 0)
    {
        var blocks = new Block[count];
        for (var i = 0; i < count; i++)
        {
            var number = parent.Number + 1;
            var transactions = transactionsEvery > 0 && number % (ulong)transactionsEvery == 0 ? Transactions(number * 2, 2) : [];
            var extraData = new byte[97];
            extraData[0] = branch;
            var header = parent with
            {
                ParentHash = parent.Hash,
                Number = number,
                Difficulty = difficulty,
                Timestamp = parent.Timestamp + 1,
                ExtraData = extraData,
                TransactionsRoot = BodyRules.TransactionsRoot(transactions),
                GasUsed = 21_000UL * (ulong)transactions.Length,
            };
            blocks[i] = new Block(header, new BlockBody(transactions, [], null));
            parent = header;
        }

        return blocks;
    }

    /// <summary>Signed transfers with rising nonces.</summary>
    public static Transaction[] Transactions(ulong firstNonce, int count, PrivateKey? key = null, int dataBytes = 0) =>
        [.. Enumerable.Range(0, count).Select(i =>
            (A.Transaction with { Nonce = firstNonce + (ulong)i, Data = new byte[dataBytes] }).SignedBy(key ?? TestKeys.A))];
}
