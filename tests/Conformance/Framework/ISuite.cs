using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>
/// A kind of conformance test: knows where its files are and turns one of them into cases. A class that implements this, with a
/// constructor without parameters, is found by <see cref="SuiteRegistry"/>; nothing else must be touched to add a suite.
/// </summary>
public interface ISuite
{
    /// <summary>The name for <c>--suite</c>: lower case.</summary>
    string Name { get; }

    /// <summary>One line for <c>--list</c>.</summary>
    string Summary { get; }

    /// <summary>Where the files are when <c>--fixtures</c> is not given; the patterns also pick files out of a folder or archive that is.</summary>
    IReadOnlyList<FixtureSet> Defaults { get; }

    /// <summary>True when <see cref="Read"/> tells by the content whether a JSON file is of this suite: then paths do not matter in a folder that is named.</summary>
    bool KnowsItsFiles => false;

    /// <summary>The cases of a file; none when the file is not of this suite's form. Called from several threads.</summary>
    IEnumerable<Case> Read(VectorFile file);
}
