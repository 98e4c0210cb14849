using System.Globalization;
using System.Text;

namespace PoaSidechain.Telemetry;

/// <summary>One combination of tags of an instrument. Thread: under its family's lock.</summary>
internal sealed class MetricSeries(double[]? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length];
    private double _value;
    private long _count;

    public void Record(double value, bool accumulates)
    {
        _count++;
        if (_buckets is null)
        {
            _value = accumulates ? _value + value : value;
            return;
        }

        _value += value;
        for (var i = 0; i < _buckets.Length; i++)
        {
            if (value <= bounds![i])
            {
                _buckets[i]++;
            }
        }
    }

    public void Render(StringBuilder text, string name, string labels, double[]? upper)
    {
        if (_buckets is null)
        {
            Line(text, name, labels, _value);
            return;
        }

        var separator = labels.Length == 0 ? "" : ",";
        for (var i = 0; i < _buckets.Length; i++)
        {
            Line(text, name + "_bucket", $"{labels}{separator}le=\"{upper![i].ToString(CultureInfo.InvariantCulture)}\"", _buckets[i]);
        }

        Line(text, name + "_bucket", $"{labels}{separator}le=\"+Inf\"", _count);
        Line(text, name + "_sum", labels, _value);
        Line(text, name + "_count", labels, _count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
