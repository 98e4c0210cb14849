using System.Globalization;
using System.Text.Json;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>4byteTracer: how often which function was called with how many bytes of arguments.</summary>
internal sealed class FourByteCollector : TraceCollector
{
    private const int SelectorBytes = 4;

    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private Fork _fork;

    public override void Begin(TraceSubject subject) => _fork = subject.Block.Rules.Fork;

    public override void OnEnter(in CallStart start)
    {
        if (start.Kind > CallKind.StaticCall || start.Input.Length < SelectorBytes || PrecompileAddresses.Contains(_fork, start.To))
        {
            return;
        }

        var arguments = (start.Input.Length - SelectorBytes).ToString(CultureInfo.InvariantCulture);
        var name = $"{Hex.Encode(start.Input[..SelectorBytes])}-{arguments}";
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, count) in _counts)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
    }
}
