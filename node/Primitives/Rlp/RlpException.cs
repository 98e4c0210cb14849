namespace PoaSidechain.Primitives.Rlp;

/// <summary>The input is not the strict RLP (Yellow Paper appendix B) or not the structure that was expected.</summary>
/// <remarks>Thrown by the codecs only, and caught once per message or block at the edge that received the bytes.</remarks>
public sealed class RlpException(string message) : Exception(message);
