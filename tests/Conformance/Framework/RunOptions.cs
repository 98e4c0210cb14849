using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>Which cases to run, and how.</summary>
public sealed record RunOptions
{
    /// <summary>Runs only cases whose file, name and fork match.</summary>
    public Regex? Filter { get; init; }

    /// <summary>Runs only cases of this fork.</summary>
    public string? Fork { get; init; }

    /// <summary>Cases that are not run.</summary>
    public SkipList Skips { get; init; } = SkipList.Empty;

    /// <summary>Files worked on at the same time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    public bool Selects(string id, string? fork) => (Fork is null || (fork is not null && ForkNames.AreSame(Fork, fork))) && Filter?.IsMatch(id) != false;
}
