using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>A block that a caller of eth_simulateV1 wants (execution-apis: BlockStateCall).</summary>
internal sealed class SimulationBlock
{
    private static readonly ObjectReader<SimulationBlock> Reader = new ObjectReader<SimulationBlock>("simBlock")
        .Member<BlockOverride>("blockOverrides", BlockOverride.Read, (block, value) => block.Header = value)
        .Member<Dictionary<Address, AccountOverride>>("stateOverrides", AccountOverride.ReadAll, (block, value) => block.Accounts = value)
        .Member("calls", Arg.ListOf<CallArguments>(CallArguments.Read, "[]ethapi.TransactionArgs"), (block, value) => block.Calls = value);

    /// <summary>What the header is to be.</summary>
    public BlockOverride Header { get; set; } = new();

    /// <summary>What accounts are to be before the first call.</summary>
    public Dictionary<Address, AccountOverride> Accounts { get; set; } = [];

    /// <summary>The calls, which become its transactions.</summary>
    public List<CallArguments> Calls { get; set; } = [];

    internal static ArgumentError? Read(ref Utf8JsonReader reader, out SimulationBlock value) => Reader.Read(ref reader, out value);
}
