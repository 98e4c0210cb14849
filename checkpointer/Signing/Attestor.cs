using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Signing;

/// <summary>Signs messages and gets the signatures onto the notice board; doing it again changes nothing.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class Attestor(
    IAttestationSigner signer, NoticeBoard board, RegistrySets registry, TransactionLane lane, BridgeIdentity identity, LaneServices services)
{
    /// <summary>The signer.</summary>
    public Address Address => signer.Address;

    /// <summary>Sees to it that this signer's signature over a message stands on the board; true when it does.</summary>
    /// <remarks>Every fact in the message must have been verified by the caller.</remarks>
    public async Task<bool> AttestAsync(IBridgeMessage message, string what, CancellationToken cancellationToken)
    {
        var digest = identity.Digest(message);
        if (await board.HasAttestedAsync(digest, Address, cancellationToken))
        {
            return true;
        }

        var purpose = $"attest {what} {digest}";
        if (lane.IsUnderWay(purpose)
            || await registry.CurrentAsync(cancellationToken) is not { } set
            || !set.Contains(Address))
        {
            return false; // a signer that was voted in can post from its handover on
        }

        var result = await signer.SignAsync(message, cancellationToken);
        if (!result.IsSigned)
        {
            services.Metrics.Refused(message.GetType().Name, result.Refusal.ToString());
            Log.Refused(services.Logger, what, digest, result.Refusal);
            return false;
        }

        services.CrashPoints.Pass(CrashPoint.AfterSigning);
        var post = board.Post(message, set, Address, result.Signature);
        if (await lane.EnqueueAsync(new TransactionIntent(purpose, Predeploys.Attestations, post), cancellationToken) == EnqueueResult.Sent)
        {
            services.Metrics.Signed(message.GetType().Name);
            Log.Attested(services.Logger, what, digest);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(9400, LogLevel.Information, "Attested {What}: {Digest}")]
        public static partial void Attested(ILogger logger, string what, Hash256 digest);

        [LoggerMessage(9401, LogLevel.Warning, "Did not sign {What}, {Digest}: {Refusal}")]
        public static partial void Refused(ILogger logger, string what, Hash256 digest, SigningRefusal refusal);
    }
}
