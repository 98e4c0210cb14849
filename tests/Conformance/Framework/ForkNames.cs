using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>The names that test files have for forks.</summary>
public static class ForkNames
{
    private static readonly Dictionary<string, Fork> Forks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Frontier"] = Fork.Frontier,
        ["Homestead"] = Fork.Homestead,
        ["EIP150"] = Fork.TangerineWhistle,
        ["TangerineWhistle"] = Fork.TangerineWhistle,
        ["EIP158"] = Fork.SpuriousDragon,
        ["SpuriousDragon"] = Fork.SpuriousDragon,
        ["Byzantium"] = Fork.Byzantium,
        ["Constantinople"] = Fork.Constantinople,
        ["ConstantinopleFix"] = Fork.Petersburg,
        ["Petersburg"] = Fork.Petersburg,
        ["Istanbul"] = Fork.Istanbul,
        ["MuirGlacier"] = Fork.Istanbul,
        ["Berlin"] = Fork.Berlin,
        ["London"] = Fork.London,
        ["ArrowGlacier"] = Fork.London,
        ["GrayGlacier"] = Fork.London,
        ["Merge"] = Fork.Paris,
        ["Paris"] = Fork.Paris,
        ["Shanghai"] = Fork.Shanghai,
        ["Cancun"] = Fork.Cancun,
        ["Prague"] = Fork.Prague,
        ["Osaka"] = Fork.Osaka,
    };

    /// <summary>True for two names of one fork: ConstantinopleFix and Petersburg, for one.</summary>
    public static bool AreSame(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase) || (TryParse(left, out var one) && TryParse(right, out var other) && one == other);

    /// <summary>Where a fork stands among the others; last for those that are not known, such as transitions.</summary>
    public static int OrderOf(string name) => TryParse(name, out var fork) ? (int)fork : int.MaxValue;

    public static bool TryParse(string name, out Fork fork) => Forks.TryGetValue(name, out fork);
}
