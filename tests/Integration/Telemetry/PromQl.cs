using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>As much of Prometheus' query language as is needed to find the series that an expression names.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset", "inf", "nan",
    };

    /// <summary>Names of series, recorded ones included.</summary>
    public static IReadOnlySet<string> SeriesIn(string expression)
    {
        var text = Strings().Replace(expression, "");
        text = Braces().Replace(text, "");
        text = Brackets().Replace(text, "");
        text = Groupings().Replace(text, "");
        return Names().Matches(text)
            .Where(match => !Words.Contains(match.Value) && !IsCalled(text, match))
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsCalled(string text, Match name) => text.AsSpan(name.Index + name.Length).TrimStart() is ['(', ..];

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Groupings();

    [GeneratedRegex(@"(?<![\w:.$])[a-zA-Z_:][\w:]*")]
    private static partial Regex Names();
}
