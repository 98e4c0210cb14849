using System.Globalization;
using System.Text.Json;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State.Trie;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.State;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Small pieces: hex prefix, keys and addresses, signed transactions, ciphers, genesis blocks, base fee.</summary>
public sealed class BasicSuite : ISuite
{
    public string Name => "basic";

    public string Summary => "ethereum/tests BasicTests, GenesisTests and PoWTests, Besu's base fee";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("basic.tar.gz", "(BasicTests/(hexencode|keyaddr|tx|genesishashes|blockgenesis)test|BasicTests/crypto|GenesisTests/|PoWTests/|basefee).*json$"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Array => root.EnumerateArray().Select((json, i) => Of($"[{i}]", json)).OfType<Case>(),
            JsonValueKind.Object when root.TryGetProperty("genesis_rlp_hex", out _) => [new Case("genesis", null, () => Genesis(root))],
            JsonValueKind.Object => root.EnumerateObject().Select(test => Of(test.Name, test.Value)).OfType<Case>(),
            _ => [],
        };
    }

    /// <summary>The case, by what the object has; null when it is none of them.</summary>
    private static Case? Of(string name, JsonElement json) => json.ValueKind != JsonValueKind.Object ? null
        : Has(json, "seq") ? new Case(name, null, () => HexPrefix(json))
        : Has(json, "sig_of_emptystring") ? new Case(name, null, () => Key(json))
        : Has(json, "unsigned") && Has(json, "startgas") ? new Case(name, null, () => SignedTransaction(json))
        : Has(json, "decryption_type") ? Cipher(name, json)
        : Has(json, "expectedBaseFee") ? new Case(name, null, () => NextBaseFee(json)) { Skip = ReasonAgainst(json) }
        : Has(json, "alloc") && Has(json, "result") ? new Case(name, null, () => GenesisOfAlloc(json))
        : Has(json, "header_hash") || Has(json, "cache_size") ? Skipped(name, "the work of proof-of-work is no part of this node")
        : Has(json, "genesis_rlp") || Has(json, "alloc") ? Skipped(name, "a block form from before the launch of Ethereum")
        : null;

    private static Case Skipped(string name, string reason) => new(name, null, () => null) { Skip = reason };

    private static string? HexPrefix(JsonElement json)
    {
        var nibbles = json.GetProperty("seq").EnumerateArray().Select(nibble => nibble.GetByte()).ToArray();
        var encoded = new byte[Nibbles.EncodedLength(nibbles.Length)];
        Nibbles.Encode(nibbles, json.GetProperty("term").GetBoolean(), encoded);
        return Compare(Convert.ToHexStringLower(encoded), json.GetProperty("out").GetString()!);
    }

    private static string? Key(JsonElement json)
    {
        var seed = System.Text.Encoding.UTF8.GetBytes(json.GetProperty("seed").GetString()!);
        using var key = new PrivateKey(Keccak256.Hash(seed).Bytes);

        // The file's signatures are of a hash that it does not name and nobody has found; ours must at least be the key's.
        var isOurs = Secp256k1.TryRecoverAddress(Keccak256.OfEmptyString, key.Sign(Keccak256.OfEmptyString), out var signer) && signer == key.Address;
        return Compare(Convert.ToHexStringLower(key.Address.Bytes), json.GetProperty("addr").GetString()!) ?? (isOurs ? null : "our signature is not the key's");
    }

    private static string? SignedTransaction(JsonElement json)
    {
        using var key = new PrivateKey(Hex.Decode(json.GetProperty("key").GetString()));
        var signed = Transaction.Decode(Hex.Decode(json.GetProperty("signed").GetString()));
        var to = json.GetProperty("to").GetString()!;
        var isSame = signed.Nonce == json.Quantity("nonce").Low64 && signed.GasPrice == json.Quantity("gasprice") && signed.Value == json.Quantity("value")
            && signed.GasLimit == json.Quantity("startgas").Low64 && signed.To == (to.Length == 0 ? null : Address.Parse("0x" + to))
            && signed.Data.Span.SequenceEqual(Hex.Decode(json.GetProperty("data").GetString()));
        return !isSame ? "other fields" : signed.TryGetSender(out var sender) && sender == key.Address ? null : $"sender {sender}, expected {key.Address}";
    }

    private static Case Cipher(string name, JsonElement json)
    {
        var isStream = json.GetProperty("decryption_type").GetString() == "aes_ctr";
        return isStream ? new Case(name, null, () => Stream(json)) : Skipped(name, "an envelope from before RLPx; today's is in the eip8 suite");
    }

    private static string? Stream(JsonElement json)
    {
        var data = Hex.Decode(json.GetProperty("cipher").GetString());
        Primitives.Crypto.AesCtr.Transform(Hex.Decode(json.GetProperty("key").GetString()), new byte[16], data);
        return Compare(Convert.ToHexStringLower(data), json.GetProperty("payload").GetString()!);
    }

    /// <summary>Besu's table is of a draft of EIP-1559, which capped the rise, rounded a fall up and fell at the target; where that shows, London's own blocks say otherwise.</summary>
    private static string? ReasonAgainst(JsonElement json)
    {
        var (fee, used, target) = (json.Quantity("parentBaseFee"), json.Quantity("parentGasUsed"), json.Quantity("parentTargetGasUsed"));
        return used == target || used > target * 2 || (used < target && !(fee * (target - used) % (target * 8)).IsZero)
            ? "a draft of EIP-1559 that capped the rise, rounded a fall up and fell at the target"
            : null;
    }

    private static string? NextBaseFee(JsonElement json)
    {
        var parent = new BlockHeader
        {
            BaseFeePerGas = json.Quantity("parentBaseFee"),
            GasUsed = json.Quantity("parentGasUsed").Low64,
            GasLimit = json.Quantity("parentTargetGasUsed").Low64 * BaseFee.ElasticityMultiplier,
        };
        return Compare(BaseFee.After(parent, ForkRules.Of(Fork.London)).ToString(), json.Quantity("expectedBaseFee").ToString());
    }

    private static string? Genesis(JsonElement json)
    {
        var encoded = Hex.Decode(json.GetProperty("genesis_rlp_hex").GetString());
        var block = Block.Decode(encoded);
        return Compare(Convert.ToHexStringLower(block.Hash.Bytes), json.GetProperty("genesis_hash").GetString()!)
            ?? Compare(Convert.ToHexStringLower(block.Header.StateRoot.Bytes), json.GetProperty("genesis_state_root").GetString()!)
            ?? (block.Encode().AsSpan().SequenceEqual(encoded) ? null : "other encoding");
    }

    private static string? GenesisOfAlloc(JsonElement json)
    {
        var header = new BlockHeader
        {
            ParentHash = json.Hash("parentHash"),
            Beneficiary = json.Address("coinbase"),
            StateRoot = Alloc.ToState(json.GetProperty("alloc")).Root,
            Difficulty = json.Quantity("difficulty"),
            GasLimit = json.Quantity("gasLimit").Low64,
            Timestamp = json.Quantity("timestamp").Low64,
            ExtraData = json.Bytes("extraData"),
            MixHash = json.Hash("mixHash"),
            Nonce = json.Quantity("nonce").Low64,
        };
        return Compare(Convert.ToHexStringLower(new Block(header, BlockBody.Empty).Encode()), json.GetProperty("result").GetString()!);
    }

    private static bool Has(JsonElement json, string name) => json.TryGetProperty(name, out _);

    private static string? Compare(string found, string expected) =>
        string.Equals(found, expected, StringComparison.OrdinalIgnoreCase) ? null : string.Create(CultureInfo.InvariantCulture, $"{found}, expected {expected}");
}
