using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.JsonRpc.Simulation;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_call, eth_estimateGas, eth_createAccessList, eth_simulateV1.</summary>
internal sealed class EthCallModule(CallRunner runner, Simulator simulator) : IRpcModule
{
    private static readonly ResultWriter<AccessListResult> AccessList = (writer, result) =>
    {
        writer.WriteStartObject();
        TransactionJson.WriteAccessList(writer, "accessList"u8, result.AccessList);
        if (result.Error is { } error)
        {
            writer.WriteString("error"u8, error);
        }

        writer.WriteQuantity("gasUsed"u8, result.GasUsed);
        writer.WriteEndObject();
    };

    private static readonly Argument<BlockParameter> BlockOrLatest = Arg.Block.Or(BlockParameter.Latest);
    private static readonly Argument<Dictionary<Address, AccountOverride>> Accounts = AccountOverride.Parameter.Or([]);
    private static readonly Argument<BlockOverride> BlockFields = BlockOverride.Parameter.Or(BlockOverride.None);

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_call", (CallArguments.Parameter, BlockOrLatest, Accounts, BlockFields, Arg.Cancellation), Result.Data, Call).Heavy();
        registry.Add("eth_estimateGas", (CallArguments.Parameter, BlockOrLatest, Accounts, BlockFields, Arg.Cancellation), Result.Quantity, EstimateGas).Heavy();
        registry.Add("eth_createAccessList", CallArguments.Parameter, BlockOrLatest, Arg.Cancellation, AccessList, CreateAccessList).Heavy();
        registry.Add("eth_simulateV1", SimulationRequest.Parameter, BlockOrLatest, Arg.Cancellation, Result.Written, simulator.Simulate).Heavy();
    }

    private RpcResult<ReadOnlyMemory<byte>> Call(
        CallArguments call, BlockParameter block, Dictionary<Address, AccountOverride> accounts, BlockOverride fields, CancellationToken cancellation) =>
        runner.Prepare(block, accounts, fields).TryGet(out var environment, out var error) ? runner.Call(call, environment, cancellation) : error;

    private RpcResult<ulong> EstimateGas(
        CallArguments call, BlockParameter block, Dictionary<Address, AccountOverride> accounts, BlockOverride fields, CancellationToken cancellation)
    {
        if (!runner.Prepare(block, accounts, fields).TryGet(out var environment, out var error)
            || !CallTransaction.Make(call, gasCap: 0, runner.Spec.ChainId).TryGet(out var transaction, out error))
        {
            return error;
        }

        return runner.WithinTime(
            token => new GasEstimator(environment, runner.GasCap, token).Estimate(transaction, call.Gas is not null), cancellation);
    }

    private RpcResult<AccessListResult> CreateAccessList(CallArguments call, BlockParameter block, CancellationToken cancellation)
    {
        if (!runner.Prepare(block, new Dictionary<Address, AccountOverride>(), BlockOverride.None).TryGet(out var environment, out var error)
            || !CallTransaction.Make(call, runner.GasCap, runner.Spec.ChainId).TryGet(out var transaction, out error))
        {
            return error;
        }

        return runner.WithinTime(token => AccessListBuilder.Build(transaction, environment, token), cancellation);
    }
}
