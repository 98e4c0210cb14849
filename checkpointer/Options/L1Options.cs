using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>The connections to L1.</summary>
public sealed class L1Options
{
    /// <summary>JSON-RPC addresses (http, https or a socket path), best of different operators.</summary>
    [Required]
    [MinLength(1)]
    public IList<string> Endpoints { get; set; } = [];

    /// <summary>How many endpoints must name the same finalized block before anything in it is believed. Default: more than half of them.</summary>
    [Range(1, 100)]
    public int? RequiredAgreement { get; set; }

    /// <summary>Time a request may take. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between looks at L1. Default 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Most blocks one log query covers. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int LogRange { get; set; } = 2_000;

    /// <summary>The agreement asked for, see <see cref="RequiredAgreement"/>.</summary>
    public int Agreement => RequiredAgreement ?? ((Endpoints.Count / 2) + 1);
}
