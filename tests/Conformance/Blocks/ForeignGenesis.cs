using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Tests.Conformance.State;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>A genesis file of another client's network, with engines that this node does not run and forms that it refuses for its own chains.</summary>
internal sealed record ForeignGenesis(NetworkRules Network, JsonElement Json)
{
    private const ulong InitialBaseFee = 1_000_000_000;
    private const ulong Never = ulong.MaxValue;

    private static readonly (string Key, Fork Fork)[] BlockForks =
    [
        ("homesteadBlock", Fork.Homestead), ("eip150Block", Fork.TangerineWhistle), ("eip158Block", Fork.SpuriousDragon),
        ("byzantiumBlock", Fork.Byzantium), ("constantinopleBlock", Fork.Constantinople), ("petersburgBlock", Fork.Petersburg),
        ("istanbulBlock", Fork.Istanbul), ("berlinBlock", Fork.Berlin), ("londonBlock", Fork.London),
    ];

    private static readonly (string Key, Fork Fork)[] TimeForks =
        [("shanghaiTime", Fork.Shanghai), ("cancunTime", Fork.Cancun), ("pragueTime", Fork.Prague), ("osakaTime", Fork.Osaka)];

    private static readonly (string Key, ulong Delay)[] BombForks =
        [("muirGlacierBlock", 9_000_000), ("arrowGlacierBlock", 10_700_000), ("grayGlacierBlock", 11_400_000)];

    public static ForeignGenesis Read(byte[] content)
    {
        var json = JsonDocument.Parse(content).RootElement;
        return new ForeignGenesis(RulesOf(json.GetProperty("config")), json);
    }

    /// <summary>The rules that a <c>config</c> means. A fork that is not named starts with the next one that is.</summary>
    public static NetworkRules RulesOf(JsonElement config)
    {
        var blocks = Activations(config, BlockForks);
        var times = Activations(config, TimeForks);
        var ethash = BlobConfig.Find(config, "ethash");
        var spuriousDragon = blocks.Where(fork => fork.Fork == Fork.SpuriousDragon).Select(fork => fork.At).FirstOrDefault(Never);
        var eip155 = NumberOf(config, "eip155Block") ?? spuriousDragon;
        var spec = new ChainSpec(BlobConfig.ChainIdOf(config), blocks, times, eip155 == Never ? null : eip155, clique: null)
        {
            BlobSchedule = BlobConfig.ScheduleOf(config),
            BlobForks =
            [
                .. from number in Enumerable.Range(1, 5)
                   let time = NumberOf(config, $"bpo{number}Time")
                   where time is not null
                   select (time.Value, BlobConfig.LimitsOf(config, $"bpo{number}")),
            ],
        };
        return new NetworkRules(spec)
        {
            DaoBlock = NumberOf(config, "daoForkBlock"),
            TerminalTotalDifficulty = BlobConfig.Find(config, "terminalTotalDifficulty")?.Quantity(),
            FixedDifficulty = ethash is { } engine ? BlobConfig.Find(engine, "fixeddifficulty")?.Quantity() : null,
            BombForks = [.. from bomb in BombForks let at = NumberOf(config, bomb.Key) where at is not null select (at.Value, bomb.Delay)],
        };
    }

    /// <summary>The accounts, as a change of the empty state.</summary>
    public StateChanges Changes() => Alloc.ToChanges(Json.GetProperty("alloc"));

    /// <summary>Block 0.</summary>
    public Block CreateBlock(in Hash256 stateRoot)
    {
        var timestamp = Number("timestamp");
        var rules = Network.Spec.RulesAt(0, timestamp);
        var header = new BlockHeader
        {
            ParentHash = Find("parentHash") is { } parent ? Hash256.Parse(parent.GetString()!) : default,
            Beneficiary = Find("coinbase") is { } coinbase ? Address.Parse(coinbase.GetString()!) : default,
            StateRoot = stateRoot,
            Difficulty = Find("difficulty")?.Quantity() ?? default,
            GasLimit = Number("gasLimit"),
            GasUsed = Number("gasUsed"),
            Timestamp = timestamp,
            ExtraData = Find("extraData") is { } extra ? Hex.Decode(extra.GetString()) : Array.Empty<byte>(),
            MixHash = Find("mixHash") is { } mix ? Hash256.Parse(mix.GetString()!) : default,
            Nonce = Number("nonce"),
            BaseFeePerGas = rules.IsLondon ? Find("baseFeePerGas")?.Quantity() ?? InitialBaseFee : null,
            WithdrawalsRoot = rules.IsShanghai ? Keccak256.OfEmptyTrie : null,
            BlobGasUsed = rules.IsCancun ? Number("blobGasUsed") : null,
            ExcessBlobGas = rules.IsCancun ? Number("excessBlobGas") : null,
            ParentBeaconBlockRoot = rules.IsCancun ? Hash256.Zero : null,
            RequestsHash = rules.IsPrague ? Requests.HashOfNone : null,
        };
        return new Block(header, new BlockBody([], [], rules.IsShanghai ? [] : null));
    }

    private static List<(Fork Fork, ulong At)> Activations(JsonElement config, (string Key, Fork Fork)[] forks)
    {
        var activations = new List<(Fork Fork, ulong At)>();
        var next = Never;
        foreach (var (key, fork) in forks.Reverse())
        {
            next = NumberOf(config, key) ?? next;
            if (next != Never)
            {
                activations.Insert(0, (fork, next));
            }
        }

        return activations;
    }

    private static ulong? NumberOf(JsonElement config, string key) => BlobConfig.Find(config, key)?.Quantity().SaturateToUInt64();

    private JsonElement? Find(string name) => BlobConfig.Find(Json, name) is { } found && found.ValueKind != JsonValueKind.Null ? found : null;

    private ulong Number(string name) => Find(name)?.Quantity().SaturateToUInt64() ?? 0;
}
