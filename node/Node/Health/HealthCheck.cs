using PoaSidechain.Node.Hosting;

namespace PoaSidechain.Node.Health;

/// <summary>Says how the node is: red when it cannot go on by itself, yellow when somebody should look.</summary>
internal sealed class HealthCheck(RunningNode node, TimeProvider time)
{
    private const long LatePeriods = 10;

    public HealthReport Report()
    {
        var tree = node.Chain.Tree;
        var head = tree.Head;
        var age = Math.Max(0, time.GetUtcNow().ToUnixTimeSeconds() - (long)head.Timestamp);
        List<string> red = [];
        List<string> yellow = [];
        if (node.Importer.Fault is { } fault)
        {
            red.Add($"importing stopped: {fault.Message}");
        }

        if (node.Chain.Pin.Final is { } final && final.Number <= head.Number && tree.FindHash(final.Number) != final.Hash)
        {
            red.Add($"the chain does not contain block {final.Number} {final.Hash}, which is final on L1");
        }

        var period = (long)Math.Max(1, node.Chain.Engine.Parameters.PeriodSeconds);
        if (age > LatePeriods * period && node.Chain.Engine.Parameters.PeriodSeconds > 0)
        {
            yellow.Add($"no block for {age} s, the period is {period} s");
        }

        if (node.Network.PeerCount == 0 && node.Options.Network.StaticPeers.Count > 0)
        {
            yellow.Add("no peers");
        }

        var status = red.Count > 0 ? "red" : yellow.Count > 0 ? "yellow" : "green";
        return new HealthReport(status, [.. red, .. yellow], head.Number, age, node.Network.PeerCount, node.IsSyncing);
    }
}
