namespace PoaSidechain.Primitives.Abi;

/// <summary>A type that cannot be read, a value that does not fit its type, or data that is no strict ABI encoding of what was expected.</summary>
/// <remarks>When decoding what others sent, catch it at the edge or use <see cref="AbiDecoder.TryDecode"/>.</remarks>
public sealed class AbiException(string message) : Exception(message);
