namespace PoaSidechain.Network.Rlpx;

/// <summary>Why a session ends, as the Disconnect message says it (devp2p, RLPx section "Disconnect (0x01)").</summary>
public enum DisconnectReason : byte
{
    /// <summary>Asked for by the operator.</summary>
    Requested = 0x00,

    /// <summary>The connection broke.</summary>
    NetworkError = 0x01,

    /// <summary>A rule of the protocol was broken.</summary>
    ProtocolBreach = 0x02,

    /// <summary>The peer has nothing for us: no common protocol, another chain, or a ban.</summary>
    UselessPeer = 0x03,

    /// <summary>All places are taken.</summary>
    TooManyPeers = 0x04,

    /// <summary>There is a session with this node already.</summary>
    AlreadyConnected = 0x05,

    /// <summary>The version of the base protocol is not spoken here.</summary>
    IncompatibleVersion = 0x06,

    /// <summary>The peer showed no node id.</summary>
    NullIdentity = 0x07,

    /// <summary>The node stops.</summary>
    ClientQuitting = 0x08,

    /// <summary>Another node answered than the one that was dialled, or Hello names another key than the handshake.</summary>
    UnexpectedIdentity = 0x09,

    /// <summary>The peer is this node.</summary>
    ConnectedToSelf = 0x0a,

    /// <summary>Nothing came for too long.</summary>
    ReadTimeout = 0x0b,

    /// <summary>A reason of the protocol above: wrong network, genesis or fork, bad blocks.</summary>
    SubprotocolError = 0x10,
}
