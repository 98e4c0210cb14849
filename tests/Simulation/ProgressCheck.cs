using PoaSidechain.Primitives;
using PoaSidechain.Tests.Simulation.Faults;
using PoaSidechain.Tests.Simulation.Nodes;
using PoaSidechain.Tests.Simulation.Reporting;
using PoaSidechain.Tests.Simulation.World;

namespace PoaSidechain.Tests.Simulation;

/// <summary>A majority that can talk makes progress: whenever enough sound signers were connected for long enough, their chain has grown.</summary>
internal sealed class ProgressCheck(VirtualWorld world, NodeSurroundings around, SchedulePlan plan, RunResult result)
{
    private const int PatienceInBlocks = 4;

    private TimeSpan _since;
    private Dictionary<int, UInt256> _weights = [];

    /// <summary>The network or the set of machines is about to change.</summary>
    public void OnTopologyChanges()
    {
        CheckStretch();
        Remember();
    }

    /// <summary>The run is over: all has been whole for long, so all sound signers must agree on all but the newest blocks.</summary>
    public void AtEnd()
    {
        CheckStretch();
        var sound = around.Nodes.Where(node => node.Part.IsHonest).ToArray();
        var lowest = sound.Min(node => node.Tree.Head.Number);
        var settled = lowest > (ulong)plan.Parts.Count ? lowest - (ulong)plan.Parts.Count : 0;
        if (sound.Select(node => node.Tree.FindHash(settled)).Distinct().Count() > 1)
        {
            result.Violate(Property.MajorityMakesProgress, $"no agreement on block {settled} after the quiet time");
        }
    }

    private void CheckStretch()
    {
        if (world.Now - _since < PatienceInBlocks * plan.SlowestBlock)
        {
            return;
        }

        foreach (var group in around.Network.Groups())
        {
            // Those that died at a seal in between are not there any more, and their absence is no change that was announced.
            int[] sound = [.. group.Where(node => plan.IsSound(node) && around.Nodes[node].IsUp && _weights.ContainsKey(node))];
            if (sound.Length < plan.SignerLimit)
            {
                continue;
            }

            result.StretchesWithMajority++;
            var before = sound.Max(node => _weights[node]);
            var after = sound.Min(node => around.Nodes[node].Tree.HeadTotalDifficulty);
            if (after <= before)
            {
                result.Violate(
                    Property.MajorityMakesProgress,
                    $"nodes {string.Join(',', sound)} from {_since.TotalSeconds:F0} s to {world.Now.TotalSeconds:F0} s: total difficulty {before} and then {after}");
            }
        }
    }

    private void Remember()
    {
        _since = world.Now;
        _weights = around.Nodes.Where(node => node.IsUp).ToDictionary(node => node.Index, node => node.Tree.HeadTotalDifficulty);
    }
}
