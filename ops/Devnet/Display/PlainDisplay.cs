namespace PoaSidechain.Devnet.Display;

/// <summary>Plain lines, for logs and pipes.</summary>
internal sealed class PlainDisplay(TextWriter output) : IDisplay
{
    public Task DuringAsync(string step, Func<Action<string>, Task> work) => work(_ => { });

    public void Say(string line) => output.WriteLine(line);

    public void Done(string step, TimeSpan time, string detail) => output.WriteLine($"ok     {time.TotalSeconds,6:0.0} s  {step}{(detail.Length > 0 ? ": " + detail : "")}");

    public void Failed(string step, string reason) => output.WriteLine($"FAILED           {step}: {reason}");

    public void Heading(string text) => output.WriteLine($"\n== {text}");

    public void Table(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Heading(title);
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(columns))
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
