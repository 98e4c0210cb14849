using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Eth;

/// <summary>The versions of eth that this node speaks.</summary>
/// <remarks>
/// 66, 67 and 68 together reach every geth that knows Clique. eth/69 has no total difficulty, on which Clique's fork choice rests.
/// </remarks>
internal static class EthProtocol
{
    public const string Name = "eth";

    public static IReadOnlyList<Protocol> Supported { get; } =
        [.. new[] { 68, 67, 66 }.Select(version => new Protocol(new Capability(Name, version), EthMessage.Names))];
}
