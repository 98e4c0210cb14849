using PoaSidechain.Tests.Simulation.Nodes;
using PoaSidechain.Tests.Simulation.World;

namespace PoaSidechain.Tests.Simulation.Faults;

/// <summary>Cuts the network, kills machines and brings them back, at random moments, until it is told to make everything whole.</summary>
internal sealed class FaultDriver(VirtualWorld world, NodeSurroundings around, SchedulePlan plan, Random random, Action beforeChange, Action<string> trace)
{
    private bool _isOver;

    /// <summary>Begins.</summary>
    public void Start() => world.After(NextWait(), Strike);

    /// <summary>Ends all cuts and outages.</summary>
    public void MakeWhole()
    {
        _isOver = true;
        beforeChange();
        around.Network.Partition(new int[plan.Parts.Count]);
        foreach (var node in around.Nodes)
        {
            node.DiesAfterNextSeal = false;
            if (!node.IsUp)
            {
                node.Restart();
            }
        }

        trace("all is whole again");
    }

    private TimeSpan NextWait() => plan.SlowestBlock * (0.3 + (random.NextDouble() * 7));

    private void Strike()
    {
        if (_isOver)
        {
            return;
        }

        beforeChange();
        var node = around.Nodes[random.Next(around.Nodes.Count)];
        switch (random.Next(6))
        {
            case 0 or 1:
                var groups = MakeGroups();
                trace($"network cut into {string.Join('|', groups.Select((group, i) => (group, i)).GroupBy(pair => pair.group).Select(side => string.Join(',', side.Select(pair => pair.i))))}");
                around.Network.Partition(groups);
                break;
            case 2:
                trace("network whole");
                around.Network.Partition(new int[plan.Parts.Count]);
                break;
            case 3 when node.IsUp:
                trace($"node {node.Index} killed");
                node.Crash();
                break;
            case 4 when node.IsUp && node.Part.IsHonest:
                trace($"node {node.Index} will die after its next seal");
                node.DiesAfterNextSeal = true;
                break;
            default:
                foreach (var down in around.Nodes.Where(other => !other.IsUp).ToArray())
                {
                    trace($"node {down.Index} restarted");
                    down.Restart();
                }

                break;
        }

        world.After(NextWait(), Strike);
    }

    private int[] MakeGroups()
    {
        var sides = 2 + (random.Next(4) == 0 ? 1 : 0);
        return [.. plan.Parts.Select(_ => random.Next(sides))];
    }
}
