using System.Collections.Frozen;

namespace PoaSidechain.Network.Discovery;

/// <summary>The stable texts of <see cref="DiscoveryFault"/> (<c>discovery.no_endpoint_proof</c>), the same in logs, metric tags and tests.</summary>
internal static class DiscoveryFaults
{
    private static readonly FrozenDictionary<DiscoveryFault, string> Texts =
        Enum.GetValues<DiscoveryFault>().ToFrozenDictionary(fault => fault, fault => FaultText.Make("discovery", fault.ToString()));

    /// <summary>The text of a verdict.</summary>
    public static string Text(this DiscoveryFault fault) => Texts[fault];
}
