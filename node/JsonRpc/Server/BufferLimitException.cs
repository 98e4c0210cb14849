namespace PoaSidechain.JsonRpc.Server;

/// <summary>Ends the writing of an answer, or the reading of a message, that has grown past its limit; caught by whoever set the limit.</summary>
internal sealed class BufferLimitException : Exception;
