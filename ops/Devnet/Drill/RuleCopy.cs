using System.Text.RegularExpressions;

namespace PoaSidechain.Devnet.Drill;

/// <summary>
/// A copy of the rules for the drill: the same expressions, but every wait (<c>for</c>) and window is short enough for a person to watch. Bounds stay, unless a
/// provocation says that it moves one.
/// </summary>
internal static partial class RuleCopy
{
    private const string Wait = "3s";
    private const string Window = "40s"; // an event is remembered that long, and then the alert has to fall silent

    /// <summary>Writes the copy; returns its folder.</summary>
    /// <param name="places">Where rules and copy lie.</param>
    /// <param name="changes">Bounds that are moved: text of an expression and what stands in its place.</param>
    public static string Write(Places places, params (string From, string To)[] changes)
    {
        Directory.CreateDirectory(places.DrillRules);
        List<(string From, string To)> open = [.. changes];
        foreach (var file in Directory.EnumerateFiles(places.Rules, "*.rules.yml"))
        {
            var text = File.ReadAllText(file);
            open.RemoveAll(change => text.Contains(change.From, StringComparison.Ordinal));
            foreach (var (from, to) in changes)
            {
                text = text.Replace(from, to, StringComparison.Ordinal);
            }

            text = Waits().Replace(text, "for: " + Wait);
            text = Windows().Replace(text, match => match.Groups[1].Value + Window + match.Groups[2].Value);
            File.WriteAllText(Path.Combine(places.DrillRules, Path.GetFileName(file)), text);
        }

        return open.Count == 0 ? places.DrillRules : throw new DevnetException($"no rule has the bound {open[0].From}: the drill is older than the rules");
    }

    [GeneratedRegex(@"for: [1-9]\d*[smh]")]
    private static partial Regex Waits();

    [GeneratedRegex(@"(\[|offset )\d+[mh](\]|\b)")]
    private static partial Regex Windows();
}
