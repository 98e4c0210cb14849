using System.Collections.Frozen;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Peers;

/// <summary>What follows from each <see cref="PeerFault"/>: the reason told to the peer, and for how long it is not let in again.</summary>
/// <remarks>The texts (<c>peer.wrong_genesis</c>) are the same in logs, metric tags and tests.</remarks>
public static class PeerFaults
{
    private static readonly FrozenDictionary<PeerFault, string> Texts =
        Enum.GetValues<PeerFault>().ToFrozenDictionary(fault => fault, fault => FaultText.Make("peer", fault.ToString()));

    /// <summary>The stable short text of a fault.</summary>
    public static string Text(this PeerFault fault) => Texts[fault];

    /// <summary>The reason that the Disconnect message gives.</summary>
    public static DisconnectReason Reason(this PeerFault fault) => fault switch
    {
        PeerFault.None => DisconnectReason.Requested,
        PeerFault.IdentityMismatch => DisconnectReason.UnexpectedIdentity,
        PeerFault.NoCommonProtocol => DisconnectReason.UselessPeer,
        PeerFault.HandshakeTimeout or PeerFault.ReadTimeout or PeerFault.WriteTimeout => DisconnectReason.ReadTimeout,
        PeerFault.RequestTimeout or PeerFault.WithheldBlocks or PeerFault.WithheldState => DisconnectReason.UselessPeer,
        < PeerFault.UnexpectedStatus => DisconnectReason.ProtocolBreach,
        _ => DisconnectReason.SubprotocolError,
    };

    /// <summary>How long the peer stays out; zero where it may come back at once.</summary>
    public static TimeSpan BanTime(this PeerFault fault) => fault switch
    {
        // Lies about blocks cost us work each time; whoever sends them waits longest.
        PeerFault.InvalidBlock => TimeSpan.FromMinutes(30),
        PeerFault.WrongResponse or PeerFault.WithheldBlocks or PeerFault.InvalidTransactions
            or PeerFault.InvalidRange or PeerFault.WrongCode or PeerFault.WrongTrieNode => TimeSpan.FromMinutes(10),
        PeerFault.WrongNetwork or PeerFault.WrongGenesis or PeerFault.IncompatibleFork => TimeSpan.FromMinutes(5),
        PeerFault.MessageTooLarge or PeerFault.InvalidCompression or PeerFault.MalformedMessage or PeerFault.UnknownMessage
            or PeerFault.InvalidFrame or PeerFault.TooManyItems or PeerFault.UnrequestedResponse or PeerFault.AbsurdValue
            or PeerFault.AnnouncementMismatch or PeerFault.UnexpectedStatus or PeerFault.UnexpectedHello => TimeSpan.FromMinutes(2),
        PeerFault.RequestTimeout => TimeSpan.FromSeconds(30),
        _ => TimeSpan.Zero, // a slow or cut line is not a lie
    };
}
