using System.Globalization;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Genesis;

/// <summary>Turns Besu's and Nethermind's genesis files into geth's form (spec/clique.md 3.6, 3.7), or says why that cannot be.</summary>
/// <remarks>Whether the result is the same chain is shown by the hash of block 0 alone: the caller compares it.</remarks>
internal static class GenesisConversion
{
    private const string BesuPeriod = "15";
    private const string BesuEpoch = "30000";

    private static readonly string[] BlockForks =
    [
        "homesteadBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock", "constantinopleBlock", "petersburgBlock", "istanbulBlock",
        "berlinBlock", "londonBlock",
    ];

    private static readonly string[] TimeForks = ["shanghaiTime", "cancunTime", "pragueTime", "osakaTime"];

    // Besu's features that no genesis file of geth can express.
    private static readonly string[] BesuOnly = ["zeroBaseFee", "fixedBaseFee", "contractSizeLimit", "evmStackSize", "transitions"];

    // Names that mean something to one of the two programs. Others are refused: period and epoch are in no hash that could be compared.
    private static readonly string[] BesuClique = ["blockperiodseconds", "epochlength", "createemptyblocks"];
    private static readonly string[] NethermindClique = ["period", "epoch", "blockReward"];

    /// <summary>Besu's form.</summary>
    public static JsonObject FromBesu(JsonObject file)
    {
        var root = new Section(file, "");
        var config = root.Required("config");
        var clique = config.Required("clique");
        foreach (var key in BesuOnly.Where(key => config.Value(key) is not null and not JsonObject { Count: 0 } && !IsFalse(config.Value(key))))
        {
            throw new GenesisFileException("config." + key, "geth's form cannot express it, and nodes that ignore it would leave the chain");
        }

        clique.RequireKnown(BesuClique);
        if (IsFalse(clique.Value("createemptyblocks")))
        {
            throw new GenesisFileException("config.clique.createemptyblocks", "false makes blocks without transactions invalid: a rule that only Besu has");
        }

        var target = new JsonObject { ["chainId"] = Integer(config.Text("chainId") ?? "4") };
        var forks = BlockForks.Concat(TimeForks).ToDictionary(key => key, config.Text, StringComparer.Ordinal);
        forks["petersburgBlock"] ??= config.Text("constantinopleFixBlock");
        forks["eip155Block"] ??= forks["eip158Block"];
        WriteForks(target, forks);
        target["clique"] = new JsonObject
        {
            ["period"] = Integer(clique.Text("blockperiodseconds") ?? BesuPeriod),
            ["epoch"] = Integer(clique.Text("epochlength") ?? BesuEpoch),
        };
        return new JsonObject
        {
            ["config"] = target,
            ["nonce"] = Hexadecimal(root.Text("nonce") ?? "0x0"),
            ["timestamp"] = Quantity(root.Text("timestamp") ?? "0x0"),
            ["extraData"] = root.Text("extraData") ?? throw Missing("extraData"),
            ["gasLimit"] = Quantity(root.Text("gasLimit") ?? throw Missing("gasLimit")),
            ["difficulty"] = Hexadecimal(root.Text("difficulty") ?? throw Missing("difficulty")),
            ["mixHash"] = root.Text("mixHash"),
            ["coinbase"] = root.Text("coinbase"),
            ["parentHash"] = root.Text("parentHash"),
            ["baseFeePerGas"] = root.Text("baseFeePerGas") is { } fee ? Quantity(fee) : null,
            ["alloc"] = Accounts(root.Value("alloc") as JsonObject ?? [], skipBuiltins: false),
        }.WithoutNulls();
    }

    /// <summary>Nethermind's chainspec.</summary>
    public static JsonObject FromNethermind(JsonObject file)
    {
        var root = new Section(file, "");
        var clique = root.Required("engine").Required("clique").Required("params");
        var parameters = root.Required("params");
        clique.RequireKnown(NethermindClique);
        if (clique.Text("blockReward") is { } reward && Number(reward) is not "0")
        {
            throw new GenesisFileException("engine.clique.params.blockReward", "geth's Clique pays no reward: nodes would compute other states");
        }

        var target = new JsonObject { ["chainId"] = Integer(parameters.Text("chainID") ?? parameters.Text("networkID") ?? throw Missing("params.chainID")) };
        WriteForks(target, NethermindForks.Read(parameters.Text));
        target["clique"] = new JsonObject
        {
            ["period"] = Integer(clique.Text("period") ?? throw Missing("engine.clique.params.period")),
            ["epoch"] = Integer(clique.Text("epoch") ?? BesuEpoch),
        };
        var genesis = root.Required("genesis");
        var seal = genesis.Optional("seal")?.Optional("ethereum");
        return new JsonObject
        {
            ["config"] = target,
            ["nonce"] = Hexadecimal(seal?.Text("nonce") ?? "0x0"),
            ["timestamp"] = Quantity(genesis.Text("timestamp") ?? "0x0"),
            ["extraData"] = genesis.Text("extraData") ?? throw Missing("genesis.extraData"),
            ["gasLimit"] = Quantity(genesis.Text("gasLimit") ?? throw Missing("genesis.gasLimit")),
            ["difficulty"] = Quantity(genesis.Text("difficulty") ?? throw Missing("genesis.difficulty")),
            ["mixHash"] = seal?.Text("mixHash"),
            ["coinbase"] = genesis.Text("author"),
            ["parentHash"] = genesis.Text("parentHash"),
            ["baseFeePerGas"] = genesis.Text("baseFeePerGas") is { } fee ? Quantity(fee) : null,
            ["alloc"] = Accounts(root.Value("accounts") as JsonObject ?? [], skipBuiltins: true),
        }.WithoutNulls();
    }

    /// <summary>In both programs a fork brings those before it along; geth wants each named: one that is left out takes the value of the next.</summary>
    private static void WriteForks(JsonObject target, IReadOnlyDictionary<string, string?> forks)
    {
        string? next = TimeForks.Any(key => forks[key] is not null) ? "0" : null; // a time fork needs all block forks before it
        foreach (var key in BlockForks.Reverse())
        {
            next = forks[key] ?? next;
            if (next is not null)
            {
                target[key] = Integer(next);
            }
        }

        next = null;
        foreach (var key in TimeForks.Reverse())
        {
            next = forks[key] ?? next;
            if (next is not null)
            {
                target[key] = Integer(next);
            }
        }
    }

    private static JsonObject Accounts(JsonObject accounts, bool skipBuiltins)
    {
        var alloc = new JsonObject();
        foreach (var (address, value) in accounts)
        {
            var account = new Section(value as JsonObject ?? [], address);
            if (skipBuiltins && account.Value("builtin") is not null && account.Text("balance") is null)
            {
                continue; // a precompile: named there, no account
            }

            alloc[address] = new JsonObject
            {
                ["balance"] = Quantity(account.Text("balance") ?? "0x0"),
                ["nonce"] = account.Text("nonce") is { } nonce ? Quantity(nonce) : null,
                ["code"] = account.Text("code"),
                ["storage"] = account.Value("storage")?.DeepClone(),
            }.WithoutNulls();
        }

        return alloc;
    }

    private static bool IsFalse(JsonNode? value) => value is JsonValue && string.Equals(value.ToString(), "false", StringComparison.OrdinalIgnoreCase);

    private static GenesisFileException Missing(string path) => new(path, "required, but missing");

    /// <summary>A bare JSON integer, as geth wants it in config.</summary>
    private static JsonNode Integer(string text) => JsonNode.Parse(Number(text))!;

    private static string Quantity(string text) => UInt256.TryParse(text, out var value) ? Hex.Quantity(value) : throw NoNumber(text);

    /// <summary>Hex even without 0x, as Besu reads difficulty and nonce.</summary>
    private static string Hexadecimal(string text) => Quantity(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text : "0x" + text);

    private static string Number(string text) => UInt256.TryParse(text, out var value) ? value.ToString() : throw NoNumber(text);

    private static GenesisFileException NoNumber(string text) => new("", string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number"));

    private static JsonObject WithoutNulls(this JsonObject json)
    {
        foreach (var key in json.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray())
        {
            json.Remove(key);
        }

        return json;
    }

    /// <summary>An object whose keys are found in any case.</summary>
    private sealed class Section(JsonObject json, string path)
    {
        public JsonNode? Value(string key) => json.LastOrDefault(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;

        public string? Text(string key) => Value(key) is JsonValue value ? value.ToString() : null;

        public Section? Optional(string key) => Value(key) is JsonObject inner ? new Section(inner, PathOf(key)) : null;

        public Section Required(string key) => Optional(key) ?? throw new GenesisFileException(PathOf(key), "required, but missing: an object");

        /// <summary>Refuses keys that mean nothing here: they may stand for rules under another program's name.</summary>
        public void RequireKnown(IReadOnlyList<string> known)
        {
            if (json.Select(pair => pair.Key).FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
            {
                throw new GenesisFileException(PathOf(stranger), $"not known to that program, which has {string.Join(", ", known)}; is the file geth's already?");
            }
        }

        private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
    }
}
