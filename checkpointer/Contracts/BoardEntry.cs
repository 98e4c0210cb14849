using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Contracts;

/// <summary>A signature that was posted on the notice board, with what it signs.</summary>
/// <param name="Digest">What was signed.</param>
/// <param name="Signer">Who signed.</param>
/// <param name="Encoded">The message, <see cref="IBridgeMessage.Encode"/>.</param>
/// <param name="Block">Sidechain block it was posted in.</param>
internal sealed record BoardEntry(Hash256 Digest, Address Signer, ReadOnlyMemory<byte> Encoded, ulong Block);
