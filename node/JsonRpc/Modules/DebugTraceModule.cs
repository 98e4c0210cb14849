using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.JsonRpc.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>debug_trace*: what happened inside transactions.</summary>
internal sealed class DebugTraceModule(ChainReader chain, TraceRunner runner) : IRpcModule
{
    private static readonly Argument<BlockParameter> ByHash = Arg.Hash.Select(hash => new BlockParameter(BlockTag.None, Hash: hash));

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        var config = TraceConfig.Parameter;
        registry.Add("debug_traceTransaction", Arg.Hash, config, Arg.Cancellation, Result.Written, TraceTransaction).Heavy();
        registry.Add("debug_traceBlockByNumber", Arg.BlockNumber, config, Arg.Cancellation, Result.Written, TraceBlock).Heavy();
        registry.Add("debug_traceBlockByHash", ByHash, config, Arg.Cancellation, Result.Written, TraceBlock).Heavy();
        registry.Add("debug_traceBlock", Arg.Data, config, Arg.Cancellation, Result.Written, TraceEncodedBlock).Heavy();
        registry.Add(
            "debug_traceCall", CallArguments.Parameter, Arg.Block.Or(BlockParameter.Latest), config, Arg.Cancellation, Result.Written, runner.TraceCall).Heavy();
    }

    private RpcResult<Action<Utf8JsonWriter>> TraceTransaction(Hash256 hash, TraceConfig config, CancellationToken cancellation) =>
        chain.Tree.FindTransaction(hash) is { } place && chain.Tree.FindBlock(place.Header.Hash) is { } block
            ? runner.TraceTransaction(block, place.Index, config, cancellation)
            : RpcError.Refused("transaction not found");

    private RpcResult<Action<Utf8JsonWriter>> TraceBlock(BlockParameter which, TraceConfig config, CancellationToken cancellation)
    {
        if (which.Tag == BlockTag.Pending)
        {
            return RpcError.Refused("tracing on top of pending is not supported");
        }

        return !chain.FindBlock(which).TryGet(out var block, out var error) ? error
            : block is null ? RpcError.Refused(which.Hash is { } hash ? $"block {hash} not found" : $"block #{which.Number} not found")
            : runner.TraceBlock(block, config, cancellation);
    }

    private RpcResult<Action<Utf8JsonWriter>> TraceEncodedBlock(byte[] encoded, TraceConfig config, CancellationToken cancellation)
    {
        Block block;
        try
        {
            block = Block.Decode(encoded);
        }
        catch (RlpException malformed)
        {
            return RpcError.Refused($"could not decode block: {malformed.Message}");
        }

        return runner.TraceBlock(block, config, cancellation);
    }
}
