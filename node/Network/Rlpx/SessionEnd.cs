using System.Net.Sockets;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Rlpx;

/// <summary>How a session ended.</summary>
/// <param name="Reason">The reason, as the Disconnect message has it.</param>
/// <param name="ByRemote">True when the other side said so.</param>
/// <param name="Fault">What the peer did wrong, if that was why.</param>
/// <param name="Detail">More about it.</param>
internal sealed record SessionEnd(DisconnectReason Reason, bool ByRemote = false, PeerFault Fault = PeerFault.None, string? Detail = null)
{
    /// <summary>The end that a fault leads to.</summary>
    public static SessionEnd ForFault(PeerFault fault, string? detail) => new(fault.Reason(), Fault: fault, Detail: detail);

    /// <summary>The end that an exception of reading, writing or decoding means; false for one that is a bug of ours.</summary>
    public static bool TryFrom(Exception exception, out SessionEnd end)
    {
        var found = exception switch
        {
            WireException wire => ForFault(wire.Fault, wire.Message),
            RlpException rlp => ForFault(PeerFault.MalformedMessage, rlp.Message),
            RemoteDisconnectException remote => new SessionEnd(remote.Reason, ByRemote: true),
            IOException or SocketException or ObjectDisposedException => new SessionEnd(DisconnectReason.NetworkError, Detail: exception.Message),
            OperationCanceledException => new SessionEnd(DisconnectReason.ClientQuitting),
            _ => null,
        };
        end = found ?? new SessionEnd(DisconnectReason.SubprotocolError, Detail: exception.Message);
        return found is not null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var who = ByRemote ? "told " : string.Empty;
        var why = Fault == PeerFault.None ? string.Empty : $" ({Fault.Text()})";
        return $"{who}{Reason}{why}{(Detail is null ? string.Empty : ": " + Detail)}";
    }
}
