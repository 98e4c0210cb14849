namespace PoaSidechain.Node.Commands;

/// <summary>Rows under headings, columns as wide as their longest cell.</summary>
internal static class TextTable
{
    /// <summary>The lines of a table.</summary>
    public static IEnumerable<string> Lines(string[] headings, IEnumerable<string[]> rows)
    {
        string[][] all = [headings, .. rows];
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
