using System.Text.RegularExpressions;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>Files of a suite.</summary>
/// <param name="Source">Name of an archive among the vectors, or <c>spec/…</c> for a file or folder of facts beside them.</param>
/// <param name="PathPattern">A regular expression for the paths inside.</param>
public sealed record FixtureSet(string Source, string PathPattern)
{
    private readonly Regex _pattern = new(PathPattern, RegexOptions.NonBacktracking);

    /// <summary>True when a path is one of this set's.</summary>
    public bool Matches(string path) => _pattern.IsMatch(path);

    /// <summary>The files; throws <see cref="VectorsMissingException"/> when they are not on this machine.</summary>
    public IEnumerable<VectorFile> Read()
    {
        const string spec = "spec/";
        var source = Source.StartsWith(spec, StringComparison.Ordinal) ? Vectors.Spec(Source[spec.Length..]) : Vectors.Archive(Source);
        return VectorFiles.Read(source, Matches);
    }
}
