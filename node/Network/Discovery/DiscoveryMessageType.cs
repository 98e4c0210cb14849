namespace PoaSidechain.Network.Discovery;

/// <summary>The packet types of discv4 and EIP-868; the value is the byte on the wire.</summary>
internal enum DiscoveryMessageType : byte
{
    /// <summary>Are you there?</summary>
    Ping = 1,

    /// <summary>I am.</summary>
    Pong = 2,

    /// <summary>Whom do you know near this key?</summary>
    FindNode = 3,

    /// <summary>These.</summary>
    Neighbours = 4,

    /// <summary>Your node record, please (EIP-868).</summary>
    RecordRequest = 5,

    /// <summary>My node record (EIP-868).</summary>
    RecordResponse = 6,
}
