namespace PoaSidechain.Tests.TestKit.Fuzzing;

/// <summary>What came of the inputs of one target.</summary>
internal sealed class WireTally
{
    /// <summary>Inputs.</summary>
    public long Inputs { get; private set; }

    /// <summary>Those that were taken for good.</summary>
    public long Accepted { get; private set; }

    /// <summary>Most bytes allocated for one input.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>Inputs that broke a rule: number, input in hex, what happened.</summary>
    public List<(long Number, string Input, string What)> Failures { get; } = [];

    public void Add(bool isAccepted, long allocated)
    {
        Inputs++;
        Accepted += isAccepted ? 1 : 0;
        MostAllocated = Math.Max(MostAllocated, allocated);
    }

    public void Add(WireTally other)
    {
        Inputs += other.Inputs;
        Accepted += other.Accepted;
        MostAllocated = Math.Max(MostAllocated, other.MostAllocated);
        Failures.AddRange(other.Failures);
    }
}
