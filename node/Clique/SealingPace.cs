using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Clique;

/// <summary>The times of sealing: how long a block may be filled, how early to begin, how long to let others go first.</summary>
/// <remarks>
/// A block in turn must be on its way at its slot: a block that takes its whole period to build and again to import is overtaken by the signers out of turn,
/// who wait half a period. So filling ends after two fifths of the period, and begins early enough. Thread: the sealing loop.
/// </remarks>
internal sealed class SealingPace(CliqueParameters parameters, CliqueOptions options)
{
    private static readonly TimeSpan LeastLead = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostOutOfTurnDelay = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _period = TimeSpan.FromSeconds(parameters.PeriodSeconds);

    /// <summary>What building the last block took.</summary>
    public TimeSpan BuildTime { get; private set; }

    /// <summary>Head start for the signer in turn.</summary>
    public TimeSpan OutOfTurnDelay => options.OutOfTurnDelay ?? Least(_period / 2, MostOutOfTurnDelay);

    /// <summary>Longest time for filling a block; null leaves it to the builder.</summary>
    public TimeSpan? FillTime => _period == TimeSpan.Zero ? null : _period * 0.4;

    /// <summary>How long before the slot to begin building: late, so that young transactions get in, but in time.</summary>
    public TimeSpan Lead => Least(_period / 2, LeastLead + (1.5 * BuildTime));

    /// <summary>Longest time to let another's block of the same height be imported first.</summary>
    public TimeSpan YieldLimit => _period > MostOutOfTurnDelay ? _period : MostOutOfTurnDelay;

    /// <summary>Records a build.</summary>
    public void Built(TimeSpan time) => BuildTime = time;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
