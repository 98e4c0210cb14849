using System.Buffers;
using System.Globalization;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>Durations as Go writes them: 5s, 300ms, 1m30s.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads a duration of at most a day.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var seconds = 0.0;
        duration = default;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var unitLength = digits <= 0 ? 0 : rest[digits..].IndexOfAny(Digits);
            var unit = digits <= 0 ? default : unitLength < 0 ? rest[digits..] : rest.Slice(digits, unitLength);
            if (unit.IsEmpty
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || SecondsOf(unit) is not { } factor)
            {
                return false;
            }

            seconds += number * factor;
            rest = rest[(digits + unit.Length)..];
        }

        duration = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
        return text.Length > 0;
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit)
    {
        foreach (var (name, seconds) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return seconds;
            }
        }

        return null;
    }
}
