using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Snap;

/// <summary>snap/1: states of recent blocks, for nodes that join. Spoken beside eth, never alone.</summary>
internal static class SnapProtocol
{
    public const string Name = "snap";

    public static IReadOnlyList<Protocol> Supported { get; } = [new Protocol(new Capability(Name, 1), SnapMessage.Names)];
}
