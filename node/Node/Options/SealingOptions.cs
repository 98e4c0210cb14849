using PoaSidechain.Clique;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Options;

/// <summary>How this node seals.</summary>
/// <param name="Signer">The account.</param>
/// <param name="PasswordFile">File with its password; null to ask at the terminal.</param>
/// <param name="Clique">The engine's choices.</param>
/// <param name="RemoteSigner">The service that has the key; null when it is in the keystore folder.</param>
/// <param name="IsWeb3Signer">True when that service speaks Web3Signer's protocol, false for Clef's.</param>
internal sealed record SealingOptions(Address Signer, string? PasswordFile, CliqueOptions Clique, Uri? RemoteSigner, bool IsWeb3Signer);
