using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>What eth_simulateV1 is asked (execution-apis: EthSimulatePayload).</summary>
internal sealed class SimulationRequest
{
    private static readonly ObjectReader<SimulationRequest> Reader = new ObjectReader<SimulationRequest>("simOpts")
        .Member("blockStateCalls", Arg.ListOf<SimulationBlock>(SimulationBlock.Read, "[]ethapi.simBlock"), (request, value) => request.Blocks = value)
        .Member<bool>("traceTransfers", Arg.ReadBool, (request, value) => request.TracesTransfers = value)
        .Member<bool>("validation", Arg.ReadBool, (request, value) => request.Validates = value)
        .Member<bool>("returnFullTransactions", Arg.ReadBool, (request, value) => request.WantsTransactions = value);

    /// <summary>The parameter.</summary>
    public static Argument<SimulationRequest> Parameter { get; } = new(Reader.Read);

    /// <summary>Blocks, one on another.</summary>
    public List<SimulationBlock> Blocks { get; private set; } = [];

    /// <summary>True when moved ether is to be shown as logs.</summary>
    public bool TracesTransfers { get; private set; }

    /// <summary>True when nonces and base fee are to be checked as in a real block.</summary>
    public bool Validates { get; private set; }

    /// <summary>True when blocks are to show their transactions whole.</summary>
    public bool WantsTransactions { get; private set; }
}
