using PoaSidechain.Clique;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Options;

/// <summary>How this node seals.</summary>
/// <param name="Signer">The account.</param>
/// <param name="PasswordFile">File with its password; null to ask at the terminal.</param>
/// <param name="Clique">The engine's choices.</param>
internal sealed record SealingOptions(Address Signer, string? PasswordFile, CliqueOptions Clique);
