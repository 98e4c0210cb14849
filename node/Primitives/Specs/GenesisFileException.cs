namespace PoaSidechain.Primitives.Specs;

/// <summary>A genesis file that cannot be used. The message names the field by its path, what was expected and what was found.</summary>
public sealed class GenesisFileException : Exception
{
    /// <summary>From the path of a field, such as <c>config.clique.period</c> (empty for the file as a whole), and what is wrong there.</summary>
    public GenesisFileException(string path, string problem)
        : base(path.Length == 0 ? problem : $"{path}: {problem}")
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>The field, from the outermost key to the innermost, joined by dots; empty for the file as a whole.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }
}
