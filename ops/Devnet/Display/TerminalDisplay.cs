using Spectre.Console;

namespace PoaSidechain.Devnet.Display;

/// <summary>Colours and a spinner, for people.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : IDisplay
{
    public Task DuringAsync(string step, Func<Action<string>, Task> work) => console.Status()
        .Spinner(Spinner.Known.Dots)
        .SpinnerStyle(new Style(Color.Aqua))
        .StartAsync(Markup.Escape(step), context => work(detail => context.Status(Markup.Escape($"{step} · {detail}"))));

    public void Say(string line) => console.WriteLine(line);

    public void Done(string step, TimeSpan time, string detail) =>
        console.MarkupLine($"[green]✓[/] {Markup.Escape(step)} [grey]{time.TotalSeconds:0.0} s{(detail.Length > 0 ? " · " + Markup.Escape(detail) : "")}[/]");

    public void Failed(string step, string reason) => console.MarkupLine($"[red]✗ {Markup.Escape(step)}[/] {Markup.Escape(reason)}");

    public void Heading(string text) => console.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());

    public void Table(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)).ToArray<Spectre.Console.Rendering.IRenderable>());
        }

        console.Write(table);
    }
}
