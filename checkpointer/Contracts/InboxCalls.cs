using PoaSidechain.Checkpointer.Deposits;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Contracts;

/// <summary>Calls of the Inbox.</summary>
internal static class InboxCalls
{
    /// <summary><c>Inbox.advance</c> with the first of the attested deposits spelled out and the others as hashes.</summary>
    public static byte[] Advance(
        DepositAttestation attestation, IReadOnlyList<SeenDeposit> attested, int size, SignerSet set, QuorumSignatures signatures,
        BridgeIdentity bridge) =>
        BridgeAbi.Inbox.Function("advance").EncodeCall(
            new object[] { attestation.L1Block, attestation.Count, attestation.Acc },
            attested.Take(size).Select(seen => (object)seen.Deposit.ToAbi()).ToArray(),
            attested.Skip(size).Select(seen => (object)seen.Deposit.Hash(bridge)).ToArray(),
            set.Bytes,
            signatures.Bitmap,
            signatures.Signatures);
}
