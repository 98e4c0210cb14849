using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>Cases that are not run, each for a reason.</summary>
/// <remarks>A text file: a regular expression a line; <c>[why]</c> gives the reason of the lines below it; <c>#</c> starts a comment.</remarks>
public sealed class SkipList
{
    private readonly List<(Regex Pattern, string Reason)> _entries = [];

    public static SkipList Empty { get; } = new();

    public static SkipList Parse(IEnumerable<string> lines)
    {
        var list = new SkipList();
        var reason = "listed as skipped";
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                reason = line[1..^1];
            }
            else
            {
                list._entries.Add((new Regex(line, RegexOptions.NonBacktracking), reason));
            }
        }

        return list;
    }

    /// <summary>Why a case is to be skipped; null when it is not.</summary>
    public string? ReasonFor(string id)
    {
        foreach (var (pattern, reason) in _entries)
        {
            if (pattern.IsMatch(id))
            {
                return reason;
            }
        }

        return null;
    }
}
