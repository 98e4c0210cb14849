namespace PoaSidechain.Tests.Simulation.Reporting;

/// <summary>What one schedule, or all of them together, came to.</summary>
internal sealed class RunResult
{
    private const int MostDetails = 20;

    public List<(Property Property, string Detail)> Violations { get; } = [];

    public long Blocks { get; set; }

    public long Imports { get; set; }

    public long Reorganisations { get; set; }

    public int DeepestReorganisation { get; set; }

    public long Checkpoints { get; set; }

    public long IllegalRefused { get; set; }

    /// <summary>Pairs of blocks recorded as evidence, at all honest nodes.</summary>
    public long Evidence { get; set; }

    /// <summary>Stretches of time in which progress was asked for.</summary>
    public long StretchesWithMajority { get; set; }

    /// <summary>All heads at the end: equal seeds give equal digests.</summary>
    public long Digest { get; set; }

    public void Violate(Property property, string detail)
    {
        if (Violations.Count < MostDetails)
        {
            Violations.Add((property, detail));
        }
    }
}
