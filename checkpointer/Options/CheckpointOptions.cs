using System.ComponentModel.DataAnnotations;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>When checkpoints are made and how their making is shared out.</summary>
public sealed class CheckpointOptions
{
    /// <summary>Blocks after which a checkpoint is due anyway. Default 256.</summary>
    [Range(1, Checkpoint.MaxRange)]
    public int IntervalBlocks { get; set; } = 256;

    /// <summary>Blocks after which a checkpoint is due when withdrawals wait. Default 12.</summary>
    [Range(1, Checkpoint.MaxRange)]
    public int WithdrawalIntervalBlocks { get; set; } = 12;

    /// <summary>Blocks on top of a block before it may be attested, besides those of more than two thirds of the signers. Default 12.</summary>
    [Range(1, 10_000)]
    public int MinimumBurial { get; set; } = 12;

    /// <summary>Time after which the next signer proposes, in a new round. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RoundTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time after which the next signer in line submits what a quorum attested. Default 90 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TakeoverTime { get; set; } = TimeSpan.FromSeconds(90);
}
