using PoaSidechain.Evm;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>A state, a block, and transactions to be executed in it one after another.</summary>
/// <param name="Number">Its number in the run: with the seed it makes the case again.</param>
/// <param name="Block">The block.</param>
/// <param name="Accounts">The state before.</param>
/// <param name="Transactions">Unsigned; each says who it is from.</param>
internal sealed record FuzzCase(long Number, BlockContext Block, IReadOnlyList<FuzzAccount> Accounts, IReadOnlyList<Transaction> Transactions)
{
    public Fork Fork => Block.Rules.Fork;
}
