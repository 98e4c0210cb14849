using System.Globalization;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Fork ids of public networks by geth's table, and the validation matrix of EIP-2124 and EIP-6122.</summary>
public sealed class ForkIdSuite : ISuite
{
    private const ulong FirstTime = 1_400_000_000; // forks from here on are times

    private static readonly Dictionary<string, string> GenesisHashes = new(StringComparer.Ordinal)
    {
        ["mainnet"] = "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
        ["sepolia"] = "0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9",
        ["holesky"] = "0xb5f7f912443c940f21fd611f12828d75b534364ed9e95ca4e307729a4661bde4",
        ["hoodi"] = "0xbbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b",
        ["ropsten"] = "0x41941023680923e0fe4d74a34bdac8141f2540e3ae90623718e47d66d1ca4a2d",
        ["rinkeby"] = "0x6341fd3daf94b748c72ced5a5b26028f2474f5f00d824504e4fa37a75767e177",
        ["goerli"] = "0xbf7e331f7f7c1dd2e05159666b3bf8bc7a8a3a9eb1d518969eab529dd9b88c1a",
    };

    public string Name => "forkid";

    public string Summary => "fork ids (EIP-2124, EIP-6122): public networks, validation matrix, encoding";

    public IReadOnlyList<FixtureSet> Defaults => [new("network-clique.tar.gz", "forkid/forkid")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        if (!root.TryGetProperty("creation", out var creation))
        {
            return [];
        }

        var mainnet = creation.GetProperty("mainnet");
        return creation.EnumerateObject().SelectMany(network => Creation(network.Name, network.Value))
            .Concat(root.GetProperty("validation").EnumerateArray().Select((json, i) => Validation(json, i, mainnet)))
            .Concat(root.GetProperty("encoding").EnumerateArray().Select(Encoding));
    }

    private static IEnumerable<Case> Creation(string network, JsonElement heads)
    {
        var rules = RulesOf(network, heads, withTimes: true);
        foreach (var json in heads.EnumerateArray())
        {
            var (head, time) = (json.GetProperty("head").GetUInt64(), json.TryGetProperty("time", out var given) ? given.GetUInt64() : 0);
            var expected = new ForkId(Hash(json.GetProperty("hash").GetString()!), json.GetProperty("next").GetUInt64());
            yield return new Case($"{network} at {head}, {time}", null, () => rules.At(head, time) == expected ? null : $"{rules.At(head, time)}, expected {expected}");
        }
    }

    private static Case Validation(JsonElement json, int index, JsonElement mainnet)
    {
        var rules = RulesOf("mainnet", mainnet, json.GetProperty("config").GetString() == "mainnet");
        var next = json.GetProperty("remote_next").GetString()!;
        var remote = new ForkId(
            Hash(json.GetProperty("remote_hash").GetString()!), next == "math.MaxUint64" ? ulong.MaxValue : ulong.Parse(next, CultureInfo.InvariantCulture));
        var expected = json.GetProperty("expect").GetString() switch
        {
            "ok" => ForkIdVerdict.Compatible,
            "remote-stale" => ForkIdVerdict.RemoteStale,
            _ => ForkIdVerdict.LocalIncompatibleOrStale,
        };
        return new Case($"validation {index}", null, () =>
        {
            var verdict = rules.Validate(remote, json.GetProperty("head").GetUInt64(), json.GetProperty("time").GetUInt64());
            return verdict == expected ? null : $"{remote} is {verdict}, expected {expected}";
        });
    }

    private static Case Encoding(JsonElement json) => new($"encoding of {json.GetProperty("hash")}", null, () =>
    {
        var id = new ForkId(Hash(json.GetProperty("hash").GetString()!), json.GetProperty("next").GetUInt64());
        using var writer = new RlpWriter();
        id.Encode(writer);
        var reader = new RlpReader(writer.Written);
        return Hex.Encode(writer.Written)[2..] != json.GetProperty("rlp").GetString() ? $"encoded {Hex.Encode(writer.Written)}"
            : ForkId.Decode(ref reader) == id ? null
            : "decoded to another id";
    });

    /// <summary>The forks of a network are the numbers that its ids announce.</summary>
    private static ForkIdRules RulesOf(string network, JsonElement heads, bool withTimes)
    {
        var forks = heads.EnumerateArray().Select(json => json.GetProperty("next").GetUInt64()).Where(next => next > 0).ToArray();
        var spec = new ChainSpec(UInt256.One, [], [], null, null)
        {
            OtherForkBlocks = [.. forks.Where(fork => fork < FirstTime)],
            OtherForkTimes = [.. forks.Where(fork => fork >= FirstTime && withTimes)],
        };
        return new ForkIdRules(spec, Hash256.Parse(GenesisHashes[network.Split(' ')[0]]), 0);
    }

    /// <summary>A number in hex, or <c>checksumUpdate(0x…, math.MaxUint64)</c>.</summary>
    private static uint Hash(string text)
    {
        const string update = "checksumUpdate(0x";
        return text.StartsWith(update, StringComparison.Ordinal)
            ? ForkIdRules.Append(uint.Parse(text.AsSpan(update.Length, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.MaxValue)
            : uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
