using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>How deposits are carried from L1 to the sidechain.</summary>
public sealed class DepositOptions
{
    /// <summary>Most deposits one attestation adds. Default 500.</summary>
    [Range(1, 10_000)]
    public int MaxAttested { get; set; } = 500;

    /// <summary>Most gas one call of <c>Inbox.advance</c> may ask for. Default 8,000,000.</summary>
    [Range(300_000, 1_000_000_000)]
    public long MaxBatchGas { get; set; } = 8_000_000;

    /// <summary>Time after which the next signer in line proposes or relays. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TakeoverTime { get; set; } = TimeSpan.FromSeconds(30);
}
