using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>What all pages of the reference have in common.</summary>
internal static partial class Page
{
    public static string Head(string title, string about) =>
        $"# {title}\n\n{about} Written from the code by `ops/guides/reference/write`; a test fails when this page is older than the code.\n";

    /// <summary>Text that ends like a sentence.</summary>
    public static string Sentence(string? text) => string.IsNullOrWhiteSpace(text) ? "" : text.TrimEnd().TrimEnd('.') + ".";

    /// <summary>Text on one line that a table can hold.</summary>
    public static string Cell(string? text) => Spaces().Replace(text ?? "", " ").Trim().Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
