namespace PoaSidechain.Network.Rlpx;

/// <summary>The other side said Disconnect.</summary>
internal sealed class RemoteDisconnectException(DisconnectReason reason) : Exception($"The peer disconnects: {reason}.")
{
    /// <summary>Its reason.</summary>
    public DisconnectReason Reason { get; } = reason;
}
