namespace PoaSidechain.Checkpointer.Chains;

/// <summary>The error object of a JSON-RPC answer.</summary>
/// <param name="Code">JSON-RPC or client error code.</param>
/// <param name="Message">What the other side wrote; not to be trusted, not to be parsed outside <see cref="SendErrors"/>.</param>
/// <param name="Data">Revert data, when the error has any.</param>
internal sealed record RpcError(long Code, string Message, ReadOnlyMemory<byte>? Data)
{
    /// <summary>The method does not exist (JSON-RPC 2.0).</summary>
    public const long MethodNotFound = -32601;

    /// <summary>Code and message, with control characters taken out.</summary>
    public override string ToString() => $"{new string([.. Message.Where(c => !char.IsControl(c)).Take(300)])} ({Code})";
}
