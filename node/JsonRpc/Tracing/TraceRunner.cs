using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>Executes transactions of stored blocks, or calls, once more with a tracer.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class TraceRunner(CallRunner calls, IConsensusEngine engine, RpcMethodOptions options, TimeProvider time)
{
    private ChainReader Chain => calls.Chain;

    /// <summary>All transactions of a block, each with its hash.</summary>
    public RpcResult<Action<Utf8JsonWriter>> TraceBlock(Block block, TraceConfig config, CancellationToken cancellation)
    {
        if (!Prepare(block).TryGet(out var replay, out var error))
        {
            return error;
        }

        List<(Hash256 Hash, TraceCollector Trace)> traces = [];
        for (var i = 0; i < block.Transactions.Length; i++)
        {
            if (!Trace(replay, block, i, config, cancellation).TryGet(out var trace, out error))
            {
                return error;
            }

            traces.Add((block.Transactions[i].Hash, trace));
        }

        return (Action<Utf8JsonWriter>)(writer => WriteAll(writer, traces));
    }

    /// <summary>One transaction, after those before it.</summary>
    public RpcResult<Action<Utf8JsonWriter>> TraceTransaction(Block block, int index, TraceConfig config, CancellationToken cancellation)
    {
        if (!Prepare(block).TryGet(out var replay, out var error))
        {
            return error;
        }

        for (var i = 0; i < index; i++)
        {
            var tracer = new CancellationTracer(cancellation);
            var verdict = replay.Execute(block.Transactions[i], ref tracer, out _);
            if (!verdict.IsValid)
            {
                return Failed(verdict, block.Transactions[i]);
            }
        }

        return Trace(replay, block, index, config, cancellation).TryGet(out var trace, out error) ? (Action<Utf8JsonWriter>)trace.Write : error;
    }

    /// <summary>A call on the state after a block.</summary>
    public RpcResult<Action<Utf8JsonWriter>> TraceCall(CallArguments call, BlockParameter block, TraceConfig config, CancellationToken cancellation)
    {
        if (!calls.Prepare(block, config.StateOverrides, config.BlockOverrides).TryGet(out var environment, out var error)
            || !CallTransaction.Make(call, calls.GasCap, calls.Spec.ChainId).TryGet(out var transaction, out error)
            || !Tracers.Make(config, options.MaxTraceBytes).TryGet(out var collector, out error))
        {
            return error;
        }

        return WithinTime(config.Timeout, token =>
        {
            var verdict = environment.Execute(transaction, collector, token);
            return verdict.IsValid ? (RpcResult<Action<Utf8JsonWriter>>)(Action<Utf8JsonWriter>)collector.Write : Failed(verdict, transaction);
        }, cancellation);
    }

    private RpcResult<BlockReplay> Prepare(Block block)
    {
        if (block.Number == 0)
        {
            return RpcError.Refused("genesis is not traceable");
        }

        if (Chain.Tree.FindHeader(block.Header.ParentHash) is not { } parent || parent.Number + 1 != block.Number)
        {
            return RpcError.Refused($"parent {block.Header.ParentHash} not found");
        }

        return Chain.FindState(parent) is { } state
            ? new BlockReplay(calls.Spec, engine, block.Header, state, new AncestorHashes(parent, Chain.Tree))
            : ChainReader.Pruned(parent.StateRoot);
    }

    private RpcResult<TraceCollector> Trace(BlockReplay replay, Block block, int index, TraceConfig config, CancellationToken cancellation)
    {
        if (!Tracers.Make(config, options.MaxTraceBytes).TryGet(out var collector, out var error))
        {
            return error;
        }

        var transaction = block.Transactions[index];
        return WithinTime<TraceCollector>(config.Timeout, token =>
        {
            var verdict = Execute(replay, new TraceSubject(replay.World, replay.Context, transaction, block.Hash, index, replay.LogCount), collector, token);
            return verdict.IsValid ? collector : Failed(verdict, transaction);
        }, cancellation);
    }

    private static TransactionVerdict Execute(BlockReplay replay, TraceSubject subject, TraceCollector collector, CancellationToken cancellation)
    {
        collector.Begin(subject);
        TransactionVerdict verdict;
        TransactionResult? result;
        if (collector.WantsInstructions)
        {
            var tracer = new InstructionEventTracer(collector, cancellation);
            verdict = replay.Execute(subject.Transaction, ref tracer, out result);
        }
        else
        {
            var tracer = new CallEventTracer(collector, cancellation);
            verdict = replay.Execute(subject.Transaction, ref tracer, out result);
        }

        if (result is not null)
        {
            collector.End(result);
        }

        return verdict;
    }

    private RpcResult<T> WithinTime<T>(TimeSpan timeout, Func<CancellationToken, RpcResult<T>> run, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            return run(either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return RpcError.Refused("execution timeout");
        }
    }

    private static RpcError Failed(in TransactionVerdict verdict, Transaction transaction)
    {
        var error = TransactionErrors.Of(verdict, transaction);
        return error with { Message = $"tracing failed: {error.Message}" };
    }

    private static void WriteAll(Utf8JsonWriter writer, List<(Hash256 Hash, TraceCollector Trace)> traces)
    {
        writer.WriteStartArray();
        foreach (var (hash, trace) in traces)
        {
            writer.WriteStartObject();
            writer.WriteString("txHash"u8, hash.ToString());
            writer.WritePropertyName("result"u8);
            trace.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
