using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>Numbers and times of the blocks to simulate, with empty blocks where the caller left numbers out.</summary>
internal static class SimulationPlan
{
    private const ulong MaxBlocks = 256;
    private const int MaxCallsPerBlock = 5_000;
    private const int MaxCalls = 10_000;
    private const ulong SecondsBetweenBlocks = 12; // geth's, whatever the chain's own period

    /// <summary>The blocks in order, each with number and time; an error where they are out of order or too many.</summary>
    public static RpcResult<List<SimulationBlock>> Make(BlockHeader parent, List<SimulationBlock> wanted)
    {
        if (CheckSize(wanted) is { } refusal)
        {
            return refusal;
        }

        List<SimulationBlock> blocks = [];
        var (number, time) = (parent.Number, parent.Timestamp);
        foreach (var block in wanted)
        {
            var next = block.Header.Number?.SaturateToUInt64() ?? (number + 1);
            if (next <= number)
            {
                return SimulationErrors.NumbersOutOfOrder(next, number);
            }

            if (next - parent.Number > MaxBlocks)
            {
                return SimulationErrors.TooMany("too many blocks");
            }

            while (number + 1 < next)
            {
                time += SecondsBetweenBlocks;
                number++;
                blocks.Add(new SimulationBlock { Header = new BlockOverride { Number = number, Time = time } });
            }

            var at = block.Header.Time ?? (time + SecondsBetweenBlocks);
            if (at <= time)
            {
                return SimulationErrors.TimesOutOfOrder(at, time);
            }

            (number, time) = (next, at);
            block.Header.Number = next;
            block.Header.Time = at;
            blocks.Add(block);
        }

        return blocks;
    }

    private static RpcError? CheckSize(List<SimulationBlock> wanted)
    {
        if (wanted.Count == 0)
        {
            return RpcError.InvalidParams("empty input");
        }

        if (wanted.Count > (int)MaxBlocks)
        {
            return SimulationErrors.TooMany("too many blocks");
        }

        if (wanted.Find(block => block.Calls.Count > MaxCallsPerBlock) is { } full)
        {
            return SimulationErrors.TooMany($"too many calls in block: {full.Calls.Count} > {MaxCallsPerBlock}");
        }

        var calls = wanted.Sum(block => block.Calls.Count);
        return calls > MaxCalls ? SimulationErrors.TooMany($"too many calls: {calls} > {MaxCalls}") : null;
    }
}
