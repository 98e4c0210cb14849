namespace PoaSidechain.Network.Rlpx;

/// <summary>Message ids of the base protocol (devp2p rlpx.md, "p2p Capability").</summary>
internal static class BaseMessage
{
    public const int Hello = 0x00;
    public const int Disconnect = 0x01;
    public const int Ping = 0x02;
    public const int Pong = 0x03;

    /// <summary>Version 5 brought Snappy.</summary>
    public const int Version = 5;

    /// <summary>Largest payload of a message of the base protocol.</summary>
    public const int MaxBytes = 2048;
}
