using PoaSidechain.Chain;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>What the blocks of one simulation share.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Engine">The consensus engine.</param>
internal sealed record SimulationSetting(SimulationRequest Request, IConsensusEngine Engine)
{
    /// <summary>Gas that all calls together may still use.</summary>
    public required ulong GasLeft { get; set; }
}
