using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Checkpointer.Signing;

/// <summary>Signs with a key in memory, out of a keystore file.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class LocalAttestationSigner(PrivateKey key, BridgeIdentity identity, SigningRecord record, CrashPoints crashPoints)
    : IAttestationSigner
{
    public Address Address => key.Address;

    public Task<SigningResult> SignAsync(IBridgeMessage message, CancellationToken cancellationToken)
    {
        crashPoints.Pass(CrashPoint.BeforeSigningRecord);
        var refusal = record.Admit(message);
        crashPoints.Pass(CrashPoint.AfterSigningRecord);
        return Task.FromResult(refusal == SigningRefusal.None
            ? new SigningResult(refusal, CompactSignature.From(key.Sign(identity.Digest(message))))
            : SigningResult.Refused(refusal));
    }
}
