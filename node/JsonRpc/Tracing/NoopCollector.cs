using System.Text.Json;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>noopTracer: an empty object.</summary>
internal sealed class NoopCollector : TraceCollector
{
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
