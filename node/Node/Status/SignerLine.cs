namespace PoaSidechain.Node.Status;

/// <summary>What one signer did lately.</summary>
/// <param name="Address">Who.</param>
/// <param name="Sealed">Blocks among the last looked at.</param>
/// <param name="IsNext">True for whose turn the next block is.</param>
/// <param name="IsMissing">True when it sealed none of them, and there were enough for it to have had its chance.</param>
/// <param name="IsThisNode">True for the signer of the node that was asked.</param>
internal sealed record SignerLine(string Address, int Sealed, bool IsNext, bool IsMissing, bool IsThisNode);
