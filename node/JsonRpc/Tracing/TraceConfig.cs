using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>How a transaction is to be traced (geth: TraceConfig and TraceCallConfig; execution-apis: TraceConfig).</summary>
internal sealed class TraceConfig
{
    private const string GoName = "TraceConfig";

    private static readonly ObjectReader<TraceConfig> Reader = new ObjectReader<TraceConfig>(GoName)
        .Member<bool>("disableStack", Arg.ReadBool, (config, value) => config.DisableStack = value)
        .Member<bool>("disableStorage", Arg.ReadBool, (config, value) => config.DisableStorage = value)
        .Member<bool>("enableMemory", Arg.ReadBool, (config, value) => config.EnableMemory = value)
        .Member<bool>("disableMemory", Arg.ReadBool, (config, value) => config.EnableMemory = !value) // older clients' name for the opposite
        .Member<bool>("enableReturnData", Arg.ReadBool, (config, value) => config.EnableReturnData = value)
        .Member<int>("limit", ReadLimit, (config, value) => config.Limit = value)
        .Member<string>("tracer", Arg.ReadText, (config, value) => config.Tracer = value)
        .Member<TimeSpan>("timeout", ReadTimeout, (config, value) => config.Timeout = value)
        .Member<TracerConfig>("tracerConfig", Tracing.TracerConfig.Read, (config, value) => config.TracerConfig = value)
        .Member<Dictionary<Address, AccountOverride>>("stateOverrides", AccountOverride.ReadAll, (config, value) => config.StateOverrides = value)
        .Member<BlockOverride>("blockOverrides", BlockOverride.Read, (config, value) => config.BlockOverrides = value);

    /// <summary>The parameter.</summary>
    public static Argument<TraceConfig> Parameter { get; } = new Argument<TraceConfig>(Reader.Read).Or(new TraceConfig());

    public bool DisableStack { get; private set; }

    public bool DisableStorage { get; private set; }

    public bool EnableMemory { get; private set; }

    public bool EnableReturnData { get; private set; }

    /// <summary>Most instructions to record; 0 for all.</summary>
    public int Limit { get; private set; }

    /// <summary>Name of a tracer; empty for the struct logger.</summary>
    public string Tracer { get; private set; } = "";

    public TracerConfig TracerConfig { get; private set; } = new();

    /// <summary>Longest time for a transaction.</summary>
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromSeconds(5);

    public Dictionary<Address, AccountOverride> StateOverrides { get; private set; } = [];

    public BlockOverride BlockOverrides { get; private set; } = BlockOverride.None;

    private static ArgumentError? ReadLimit(ref Utf8JsonReader reader, out int value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value) ? null : Arg.Mismatch(reader.TokenType, "int");
    }

    private static ArgumentError? ReadTimeout(ref Utf8JsonReader reader, out TimeSpan value)
    {
        value = default;
        if (Arg.ReadText(ref reader, out var text) is { } error)
        {
            return error;
        }

        return GoDuration.TryParse(text, out value) ? null : new ArgumentError($"time: invalid duration \"{text}\"");
    }
}
