namespace PoaSidechain.Node.Health;

/// <summary>How the node is, for <c>/health</c>.</summary>
/// <param name="Status">green: all is well; yellow: an operator should look; red: something is broken.</param>
/// <param name="Reasons">What is not green.</param>
/// <param name="HeadNumber">Height.</param>
/// <param name="HeadAgeSeconds">Seconds since the head's timestamp.</param>
/// <param name="Peers">Connected peers.</param>
/// <param name="Syncing">True while catching up.</param>
internal sealed record HealthReport(
    string Status, IReadOnlyList<string> Reasons, ulong HeadNumber, long HeadAgeSeconds, int Peers, bool Syncing)
{
    /// <summary>True unless red: what load balancers go by.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsServing => Status != "red";

    /// <summary>0 green, 1 yellow, 2 red.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Level => Status switch { "green" => 0, "yellow" => 1, _ => 2 };
}
