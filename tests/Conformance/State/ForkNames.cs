using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>Forks as fixtures call them.</summary>
internal static class ForkNames
{
    /// <summary>The fork of a name; null when it is a transition or not of ours.</summary>
    public static Fork? Find(string name) => name switch
    {
        "EIP150" => Fork.TangerineWhistle,
        "EIP158" => Fork.SpuriousDragon,
        "ConstantinopleFix" => Fork.Petersburg,
        "Merge" => Fork.Paris,
        _ => Enum.TryParse<Fork>(name, out var fork) ? fork : null,
    };
}
