using System.Text.Json;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>What a wallet does: checksums of addresses, hashes, transactions of types 0 to 2 signed by a key.</summary>
public sealed class AccountsSuite : ISuite
{
    public string Name => "accounts";

    public string Summary => "ethers testcases: checksummed addresses, Keccak-256, signed transactions of types 0, 1 and 2";

    public IReadOnlyList<FixtureSet> Defaults => [new("crypto-accounts.tar.gz", "ethers/(accounts|hashes|transactions|typed-transactions).json")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().SelectMany(Cases) : [];
    }

    private static IEnumerable<Case> Cases(JsonElement json, int index) =>
        json.TryGetProperty("checksumAddress", out _) ? [new Case($"address {index}", null, () => Checksum(json))]
        : json.TryGetProperty("keccak256", out _) ? [new Case($"hash {index}", null, () => Hash(json))]
        : json.TryGetProperty("signed", out var typed) ? [new Case(Text(json, "name"), null, () => Sign(typed, json.GetProperty("key"), Text(json, "address")))]
        : json.TryGetProperty("signedTransaction", out var plain) ?
        [
            new Case(Text(json, "name"), null, () => Sign(plain, json.GetProperty("privateKey"), Text(json, "accountAddress"))) { Skip = ReasonAgainst(json) },
            new Case($"{Text(json, "name")} for chain 5", null, () => Sign(json.GetProperty("signedTransactionChainId5"), json.GetProperty("privateKey"), Text(json, "accountAddress")))
            {
                Skip = ReasonAgainst(json),
            },
        ]
        : [];

    private static string? ReasonAgainst(JsonElement json) =>
        new[] { "nonce", "gasLimit" }.Any(name => json.TryGetProperty(name, out var value) && !FixtureJson.UInt256(value).FitsUInt64)
            ? "a nonce or gas limit beyond 64 bits, which no block can hold (EIP-2681)"
            : null;

    private static string? Checksum(JsonElement json)
    {
        var found = FixtureJson.Address(json.GetProperty("address")).ToChecksumString();
        return found == Text(json, "checksumAddress") ? null : found;
    }

    private static string? Hash(JsonElement json)
    {
        var found = Keccak256.Hash(FixtureJson.Bytes(json.GetProperty("data")));
        return found == FixtureJson.Hash(json.GetProperty("keccak256")) ? null : $"{found}";
    }

    /// <summary>Decodes, recovers the sender, and signs anew: the nonce of a signature is of RFC 6979, so the bytes are the same.</summary>
    private static string? Sign(JsonElement signed, JsonElement secret, string address)
    {
        using var key = new PrivateKey(FixtureJson.Bytes(secret));
        var transaction = Transaction.Decode(FixtureJson.Bytes(signed));
        return $"{key.Address}" != address ? $"the key's account is {key.Address}"
            : !transaction.TryGetSender(out var sender) || sender != key.Address ? $"sender {sender}"
            : (transaction with { Signature = default }).SignedBy(key).Encoded.Span.SequenceEqual(FixtureJson.Bytes(signed)) ? null
            : "signed otherwise";
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
