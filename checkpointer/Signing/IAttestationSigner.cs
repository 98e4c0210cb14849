using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Signing;

/// <summary>Signs the bridge's messages with a signer's key: here from a keystore, elsewhere a remote signer.</summary>
/// <remarks>It takes the structure, never a hash: it computes the digest itself and keeps its own record of what it signed.</remarks>
internal interface IAttestationSigner
{
    /// <summary>The signer.</summary>
    Address Address { get; }

    /// <summary>Signs, unless that would contradict what was signed before. The record is on disk before the signature leaves.</summary>
    Task<SigningResult> SignAsync(IBridgeMessage message, CancellationToken cancellationToken);
}
