using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Options;

/// <summary>Reads settings in their own types and gathers all that is wrong, so that an operator sees everything at once.</summary>
internal sealed class SettingReader(IConfiguration configuration)
{
    private readonly List<string> _problems = [];

    public string? Text(Setting setting)
    {
        var text = configuration[setting.Key];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public bool Switch(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return false;
        }

        return bool.TryParse(text, out var value) ? value : Wrong(setting, text, "true or false", false);
    }

    public IReadOnlyList<string>? List(Setting setting)
    {
        var section = configuration.GetSection(setting.Key);
        var children = section.GetChildren().Select(child => child.Value).OfType<string>().ToArray();
        return children.Length > 0 ? children
            : section.Value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public long Number(Setting setting, long fallback, long least, long most)
    {
        if (Text(setting) is not { } text)
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Wrong(setting, text, $"a number from {least} to {most}", fallback);
    }

    public IPAddress Host(Setting setting)
    {
        var text = Text(setting);
        return text is null or "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(text, out var address) ? address
            : Wrong(setting, text, "an IP address or localhost", IPAddress.Loopback);
    }

    public Address? Address(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        return Primitives.Address.TryParse(text, out var address) ? address : Wrong<Address?>(setting, text, "an address, 20 bytes of hex", null);
    }

    public string Choice(Setting setting, params string[] choices)
    {
        var text = Text(setting);
        return text is null ? choices[0]
            : choices.Contains(text, StringComparer.OrdinalIgnoreCase) ? text.ToLowerInvariant()
            : Wrong(setting, text, string.Join(" or ", choices), choices[0]);
    }

    /// <summary>Durations as Go writes them: 500ms, 5s, 3h, 1h30m.</summary>
    public TimeSpan? Duration(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            {
                return Wrong<TimeSpan?>(setting, text, "a duration such as 500ms, 5s or 1h30m", null);
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9') is var end && end < 0 ? rest.Length : end;
            TimeSpan? part = rest[..letters] switch
            {
                "ms" => TimeSpan.FromMilliseconds(amount),
                "s" => TimeSpan.FromSeconds(amount),
                "m" => TimeSpan.FromMinutes(amount),
                "h" => TimeSpan.FromHours(amount),
                _ => null,
            };
            if (part is null)
            {
                return Wrong<TimeSpan?>(setting, text, "a duration such as 500ms, 5s or 1h30m", null);
            }

            total += part.Value;
            rest = rest[letters..];
        }

        return total;
    }

    /// <summary>Ether as a decimal number, in wei.</summary>
    public UInt256 Ether(Setting setting, string fallback)
    {
        const decimal weiPerGwei = 1_000_000_000m;
        var text = Text(setting) ?? fallback;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ether) && ether <= 1_000_000_000m
            ? UInt256.Parse(decimal.Truncate(ether * weiPerGwei).ToString(CultureInfo.InvariantCulture)) * 1_000_000_000UL
            : Wrong(setting, text, "an amount of ether such as 1 or 0.5", UInt256.Zero);
    }

    /// <summary>IP networks as 10.0.0.0/8 or fd00::/8. Bits behind the prefix do not count, as in geth.</summary>
    public IEnumerable<IPNetwork> Networks(Setting setting)
    {
        foreach (var text in List(setting) ?? [])
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && IPAddress.TryParse(text.AsSpan(0, slash), out var address)
                && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
                && prefix <= 8 * address.GetAddressBytes().Length)
            {
                yield return new IPNetwork(Masked(address, prefix), prefix);
            }
            else
            {
                Wrong(setting, text, "networks such as 10.0.0.0/8", 0);
            }
        }
    }

    public T Parsed<T>(Setting setting, string text, Func<string, T?> parse, string expected)
        where T : class => parse(text) ?? Wrong<T>(setting, text, expected, null!);

    public void Problem(string problem) => _problems.Add(problem);

    /// <summary>Throws when anything was wrong.</summary>
    public void Complete()
    {
        if (_problems.Count > 0)
        {
            throw new OptionsException(_problems);
        }
    }

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private T Wrong<T>(Setting setting, string found, string expected, T fallback)
    {
        _problems.Add($"{setting.Flag} ({setting.Key}): expected {expected}, found '{found}'");
        return fallback;
    }
}
