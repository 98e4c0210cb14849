using PoaSidechain.Evm.Tracing;
using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>The tracers by geth's names.</summary>
internal static class Tracers
{
    /// <summary>The names that a tracer may be asked for by.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["callTracer", "flatCallTracer", "prestateTracer", "4byteTracer", "noopTracer", "muxTracer"];

    /// <summary>A collector for one transaction; an error for a name that there is no tracer of.</summary>
    public static RpcResult<TraceCollector> Make(TraceConfig config, int maxBytes) =>
        config.Tracer.Length > 0
            ? Make(config.Tracer, config.TracerConfig, maxBytes)
            : new StructLogCollector(
                new StructLogOptions(config.EnableMemory, config.DisableStack, config.DisableStorage, config.EnableReturnData, config.Limit), maxBytes);

    private static RpcResult<TraceCollector> Make(string name, TracerConfig config, int maxBytes)
    {
        switch (name)
        {
            case "callTracer":
                return new CallCollector(config.OnlyTopCall, config.WithLog, maxBytes);
            case "flatCallTracer":
                return new FlatCallCollector(
                    new CallCollector(onlyTopCall: false, withLog: false, maxBytes), config.IncludePrecompiles, config.ConvertParityErrors);
            case "prestateTracer":
                return new PrestateCollector(new PrestateOptions(config.DiffMode, config.DisableCode, config.DisableStorage, config.IncludeEmpty));
            case "4byteTracer":
                return new FourByteCollector();
            case "noopTracer":
                return new NoopCollector();
            case "muxTracer":
                return MakeMux(config, maxBytes);
            default:
                return RpcError.Refused($"there is no tracer '{name}'; there are {string.Join(", ", Names)}"); // no scripts are run here
        }
    }

    private static RpcResult<TraceCollector> MakeMux(TracerConfig config, int maxBytes)
    {
        List<(string, TraceCollector)> parts = [];
        foreach (var (name, inner) in config.Tracers)
        {
            if (!Make(name, inner, maxBytes).TryGet(out var collector, out var error))
            {
                return error;
            }

            parts.Add((name, collector));
        }

        return new MuxCollector(parts);
    }
}
