namespace PoaSidechain.Node.Keys;

/// <summary>A key cannot be found, opened or written; the message says why.</summary>
internal sealed class KeystoreFolderException(string message) : Exception(message);
