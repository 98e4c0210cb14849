namespace PoaSidechain.Tests.Drills;

/// <summary>Rows under a heading, as Markdown; each is printed as soon as it is known.</summary>
internal sealed class Table
{
    private readonly int _columns;

    public Table(params string[] heading)
    {
        _columns = heading.Length;
        Print(heading);
        Print([.. heading.Select(static _ => "---")]);
    }

    public void Add(params string[] cells)
    {
        if (cells.Length != _columns)
        {
            throw new ArgumentException($"{cells.Length} cells for {_columns} columns.", nameof(cells));
        }

        Print(cells);
    }

    private static void Print(string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
