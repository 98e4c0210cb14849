namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Why a bridge command cannot go on, in a sentence for its user.</summary>
internal sealed class BridgeException(string message, Exception? inner = null) : Exception(message, inner);
