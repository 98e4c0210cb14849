namespace PoaSidechain.Devnet.Display;

/// <summary>What the person who started the devnet sees: at a terminal, or as plain lines in a log.</summary>
internal interface IDisplay
{
    /// <summary>Shows that a step is under way while it runs.</summary>
    Task DuringAsync(string step, Func<Action<string>, Task> work);

    /// <summary>A line that stays.</summary>
    void Say(string line);

    void Done(string step, TimeSpan time, string detail);

    void Failed(string step, string reason);

    void Heading(string text);

    void Table(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows);
}
