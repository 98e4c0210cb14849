using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Rlpx;

/// <summary>A peer broke a rule of the wire.</summary>
/// <remarks>Thrown by codecs and sessions, and caught in one place: where a session's messages are read.</remarks>
internal sealed class WireException(PeerFault fault, string detail) : Exception(detail)
{
    /// <summary>Which rule.</summary>
    public PeerFault Fault { get; } = fault;
}
