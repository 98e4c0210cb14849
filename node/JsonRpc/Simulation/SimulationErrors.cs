using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>The error codes of eth_simulateV1 (execution-apis: execute.yaml).</summary>
internal static class SimulationErrors
{
    private const int NonceTooLow = -38010;
    private const int NonceTooHigh = -38011;
    private const int FeeCapTooLow = -38012;
    private const int IntrinsicGas = -38013;
    private const int InsufficientFunds = -38014;
    private const int BlockGasLimit = -38015;
    private const int BlockNumberOrder = -38020;
    private const int BlockTimeOrder = -38021;
    private const int InitCodeTooLarge = -38025;

    /// <summary>Code of a call that failed otherwise than by reverting.</summary>
    public const int CallFailed = -32015;

    public static RpcError TooMany(string text) => new(RpcErrorCode.LimitExceeded, text);

    public static RpcError NumbersOutOfOrder(ulong number, ulong previous) =>
        new(BlockNumberOrder, $"block numbers must be in order: {number} <= {previous}");

    public static RpcError TimesOutOfOrder(ulong time, ulong previous) =>
        new(BlockTimeOrder, $"block timestamps must be in order: {time} <= {previous}");

    public static RpcError BlockIsFull(ulong remaining, ulong required) =>
        new(BlockGasLimit, $"block gas limit reached: remaining: {remaining}, required: {required}");

    /// <summary>A call that could not begin.</summary>
    public static RpcError Of(in TransactionVerdict verdict, Transaction transaction) =>
        CallErrors.Of(verdict, transaction, isCall: true) with
        {
            Code = verdict.Error switch
            {
                TransactionError.NonceTooLow => NonceTooLow,
                TransactionError.NonceTooHigh => NonceTooHigh,
                TransactionError.FeeCapBelowBaseFee => FeeCapTooLow,
                TransactionError.IntrinsicGasTooLow => IntrinsicGas,
                TransactionError.InsufficientFunds => InsufficientFunds,
                TransactionError.InitCodeTooLarge => InitCodeTooLarge,
                TransactionError.TipAboveFeeCap => RpcErrorCode.InvalidParams,
                _ => RpcErrorCode.InternalError,
            },
        };
}
