using System.Text.Json;

namespace PoaSidechain.Devnet.Observe;

/// <summary>One query of a dashboard.</summary>
internal sealed record Panel(string Dashboard, string Title, string Expression)
{
    /// <summary>Every query of every dashboard in a folder.</summary>
    public static IReadOnlyList<Panel> ReadAll(string folder)
    {
        List<Panel> panels = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllBytes(file));
            var name = dashboard.RootElement.GetProperty("title").GetString()!;
            panels.AddRange(
                from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
                from target in panel.GetProperty("targets").EnumerateArray()
                select new Panel(name, panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!));
        }

        return panels;
    }

    public override string ToString() => $"{Dashboard} / {Title}";
}
