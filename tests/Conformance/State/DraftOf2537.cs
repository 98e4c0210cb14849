using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>
/// ethereum/tests' EIPTests/stEIP2537 call the BLS contracts by a draft's numbers and prices (two-point addition for 500 gas, 0x0c multiplies one point, 0x0e
/// and up are others than in the final EIP). Only multiplication in G1, whose number and price stayed, and calls that fail whatever they are can be judged;
/// the rest are left out. execution-spec-tests and geth's vectors have the final EIP's cases.
/// </summary>
internal static partial class DraftOf2537
{
    public const string Reason = "a draft of EIP-2537 with other addresses and prices";

    /// <summary>True for files whose expectations are the draft's alone.</summary>
    public static bool IsIn(string path) => Drafts().IsMatch(path);

    [GeneratedRegex("EIPTests.*/?stEIP2537.*/(extras_|fp2?_to_g|g[12]_add|g[12]_multiexp|g2_mul|invalid_fp2?_encoding|pairing)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Drafts();
}
