using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>What a named tracer is told (geth: tracerConfig): the members of all of them, of which each reads its own.</summary>
internal sealed class TracerConfig
{
    private static readonly ObjectReader<TracerConfig> Reader = MakeReader();

    public bool OnlyTopCall { get; set; }

    public bool WithLog { get; set; }

    public bool DiffMode { get; set; }

    public bool DisableCode { get; set; }

    public bool DisableStorage { get; set; }

    public bool IncludeEmpty { get; set; }

    public bool ConvertParityErrors { get; set; }

    public bool IncludePrecompiles { get; set; }

    /// <summary>For muxTracer: the tracers and what each is told.</summary>
    public List<(string Name, TracerConfig Config)> Tracers { get; } = [];

    internal static ArgumentError? Read(ref Utf8JsonReader reader, out TracerConfig value) => Reader.Read(ref reader, out value);

    private static ObjectReader<TracerConfig> MakeReader()
    {
        var reader = new ObjectReader<TracerConfig>("TracerConfig")
            .Member<bool>("onlyTopCall", Arg.ReadBool, (config, value) => config.OnlyTopCall = value)
            .Member<bool>("withLog", Arg.ReadBool, (config, value) => config.WithLog = value)
            .Member<bool>("diffMode", Arg.ReadBool, (config, value) => config.DiffMode = value)
            .Member<bool>("disableCode", Arg.ReadBool, (config, value) => config.DisableCode = value)
            .Member<bool>("disableStorage", Arg.ReadBool, (config, value) => config.DisableStorage = value)
            .Member<bool>("includeEmpty", Arg.ReadBool, (config, value) => config.IncludeEmpty = value)
            .Member<bool>("convertParityErrors", Arg.ReadBool, (config, value) => config.ConvertParityErrors = value)
            .Member<bool>("includePrecompiles", Arg.ReadBool, (config, value) => config.IncludePrecompiles = value);
        foreach (var name in Tracing.Tracers.Names)
        {
            reader.Member<TracerConfig>(name, Read, (config, value) => config.Tracers.Add((name, value)));
        }

        return reader;
    }
}
