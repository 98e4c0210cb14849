using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>eth_simulateV1: whole blocks of calls, one on another, on the state after a block.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class Simulator(CallRunner calls, IConsensusEngine engine)
{
    /// <summary>Simulates; gives what writes the blocks.</summary>
    public RpcResult<Action<Utf8JsonWriter>> Simulate(SimulationRequest request, BlockParameter block, CancellationToken cancellation)
    {
        if (request.Blocks.Count == 0)
        {
            return RpcError.InvalidParams("empty input");
        }

        if (!calls.Chain.GetState(block).TryGet(out var parent, out var error)
            || !SimulationPlan.Make(parent.Header, request.Blocks).TryGet(out var plan, out error))
        {
            return error;
        }

        var setting = new SimulationSetting(request, engine) { GasLeft = calls.GasCap == 0 ? long.MaxValue : calls.GasCap };
        return calls.WithinTime(token => Run(setting, plan, parent.Header, parent.State, token), cancellation);
    }

    private RpcResult<Action<Utf8JsonWriter>> Run(
        SimulationSetting setting, List<SimulationBlock> plan, BlockHeader parent, StateView state, CancellationToken cancellation)
    {
        var ancestors = new AncestorHashes(parent, calls.Chain.Tree);
        Dictionary<ulong, Hash256> simulated = [];
        List<SimulatedBlock> blocks = [];
        try
        {
            foreach (var wanted in plan)
            {
                var header = MakeHeader(wanted.Header, parent, setting.Request.Validates);
                var context = ContextOf(header, wanted.Header, number => simulated.TryGetValue(number, out var hash) ? hash : ancestors.Get(number));
                if (!new BlockSimulation(setting, header, wanted, state, context).Run(cancellation).TryGet(out var block, out var error))
                {
                    return error;
                }

                blocks.Add(block);
                (parent, state) = (block.Block.Header, block.State);
                simulated.Add(parent.Number, parent.Hash);
            }
        }
        catch (StateUnavailableException tooOld)
        {
            return RpcError.Refused(tooOld.Message); // roots cannot be made so far back
        }

        return (Action<Utf8JsonWriter>)(writer => SimulationJson.Write(writer, blocks, setting.Request.WantsTransactions));
    }

    /// <summary>The header as far as it is known beforehand. Difficulty, gas limit and beneficiary are the parent's unless the caller wants others.</summary>
    private BlockHeader MakeHeader(BlockOverride wanted, BlockHeader parent, bool validates)
    {
        var number = wanted.Number!.Value.Low64;
        var time = wanted.Time!.Value;
        var rules = calls.Spec.RulesAt(number, time);
        return new BlockHeader
        {
            ParentHash = parent.Hash,
            Number = number,
            Timestamp = time,
            Beneficiary = wanted.FeeRecipient ?? parent.Beneficiary,
            Difficulty = wanted.Difficulty ?? parent.Difficulty,
            MixHash = wanted.Random ?? Hash256.Zero,
            GasLimit = wanted.GasLimit ?? parent.GasLimit,
            BaseFeePerGas = rules.IsLondon ? wanted.BaseFee ?? BaseFeeAfter(parent, validates) : null,
            WithdrawalsRoot = rules.IsShanghai ? Keccak256.OfEmptyTrie : null,
            BlobGasUsed = rules.IsCancun ? 0UL : null,
            ExcessBlobGas = rules.IsCancun ? 0UL : null,
            ParentBeaconBlockRoot = rules.IsCancun ? wanted.BeaconRoot ?? Hash256.Zero : null,
        };
    }

    private UInt256 BaseFeeAfter(BlockHeader parent, bool validates) =>
        validates ? BaseFee.After(parent, calls.Spec.RulesAt(parent.Number, parent.Timestamp)) : UInt256.Zero;

    // Differs from geth: fees go to the header's beneficiary, not to the signer, whom a block without a seal does not have.
    private BlockContext ContextOf(BlockHeader header, BlockOverride wanted, Func<ulong, Hash256> blockHash)
    {
        var rules = calls.Spec.RulesAt(header.Number, header.Timestamp);
        var context = BlockContext.Of(header, header.Beneficiary, rules, calls.Spec.ChainId, blockHash);
        return context with { BlobBaseFee = wanted.BlobBaseFee ?? context.BlobBaseFee, Precompiles = new MovablePrecompiles(rules.Fork) };
    }
}
