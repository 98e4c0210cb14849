using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Deposits;

/// <summary>Deposits that are final on L1 and not yet on the sidechain, proven from one accumulator to another.</summary>
/// <remarks>Immutable.</remarks>
internal sealed class PendingDeposits
{
    private readonly IReadOnlyList<SeenDeposit> _deposits;
    private readonly Hash256[] _accs; // after each deposit

    public PendingDeposits(ulong processed, Hash256 start, IReadOnlyList<SeenDeposit> deposits, BridgeIdentity bridge)
    {
        Processed = processed;
        _deposits = deposits;
        _accs = new Hash256[deposits.Count];
        for (var i = 0; i < _accs.Length; i++)
        {
            _accs[i] = DepositChain.Append(i == 0 ? start : _accs[i - 1], deposits[i].Deposit.Hash(bridge));
        }
    }

    /// <summary>Deposits the sidechain has: the nonce of the first one here.</summary>
    public ulong Processed { get; }

    /// <summary>Deposits the sidechain would have with all of these.</summary>
    public ulong Count => Processed + (ulong)_deposits.Count;

    /// <summary>The deposits up to a count.</summary>
    public IReadOnlyList<SeenDeposit> UpTo(ulong count) => [.. _deposits.Take((int)(count - Processed))];

    /// <summary>
    /// The one true attestation for a count; null for a count these deposits do not reach. Its block is that of the last deposit and not the
    /// newest final one, so that signers who look at different times say the same.
    /// </summary>
    public DepositAttestation? AttestationOf(ulong count)
    {
        if (count <= Processed || count > Count)
        {
            return null;
        }

        var last = (int)(count - Processed) - 1;
        return new DepositAttestation(_deposits[last].L1Block, count, _accs[last]);
    }
}
