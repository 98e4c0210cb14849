using PoaSidechain.Chain;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>Is told what happens on the chain, in order, on the loop of <see cref="ChainEvents"/>.</summary>
internal interface IChainListener
{
    /// <summary>The head moved.</summary>
    void OnHeadChanged(HeadChange change);

    /// <summary>Transactions became pending.</summary>
    void OnPending(IReadOnlyList<Transaction> transactions);

    /// <summary>Events were lost: whoever counts on having seen all of them has to begin anew.</summary>
    void OnGap();
}
