using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>The watchtower: <c>poa-checkpointer watch</c>.</summary>
public sealed class WatchOptions
{
    /// <summary>
    /// True to pause the bridge by the PauseBoard when L1 accepted something false or the bridge does not add up; <see cref="CheckpointerOptions.FeeKey"/>
    /// must then be a guardian's. Default false: it only raises the alarm.
    /// </summary>
    public bool Pause { get; set; }

    /// <summary>How long the own node must go on deriving something else than what L1 accepted before that is an alarm: its head may be on a side branch. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);
}
