using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>What transactions on one chain may cost (EIP-1559).</summary>
public sealed class FeeOptions
{
    /// <summary>Least tip, wei per gas. Default 1 gwei.</summary>
    [Range(0, long.MaxValue)]
    public long MinimumTip { get; set; } = 1_000_000_000;

    /// <summary>Base fee taken as usual when the chain's own median is lower, wei per gas. Default 1 gwei.</summary>
    [Range(1, long.MaxValue)]
    public long BaseFeeFloor { get; set; } = 1_000_000_000;

    /// <summary>Blocks without the transaction after which its fee is raised. Default 3.</summary>
    [Range(1, 1_000)]
    public int BumpAfterBlocks { get; set; } = 3;

    /// <summary>Fee ceiling of a fresh transaction, as a multiple of the median base fee. Default 3.</summary>
    [Range(1, 1_000)]
    public int CeilingAtStart { get; set; } = 3;

    /// <summary>Fee ceiling once the transaction is <see cref="CeilingTime"/> old. Default 20.</summary>
    [Range(1, 1_000)]
    public int CeilingAtEnd { get; set; } = 20;

    /// <summary>Time over which the ceiling rises. Default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan CeilingTime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Most that may be spent in a day (UTC), in thousandths of the chain's coin. Default 1,000, which is one coin.</summary>
    [Range(1, 1_000_000_000)]
    public long DailyCapMilli { get; set; } = 1_000;
}
