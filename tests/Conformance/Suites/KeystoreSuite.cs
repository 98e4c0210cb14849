using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Encrypted key files of other clients: the right password gives the key, another one is told to be wrong.</summary>
public sealed class KeystoreSuite : ISuite
{
    private const string GethFolderPassword = "foobar"; // by the README of geth's folder
    private const string GethVersion1Password = "g";       // by geth's test
    private static readonly string[] LoadableByGeth = ["UTC--2016-03-22T12-57-55.920751759Z--7ef5a6135f1fd6a02593eedc869c6d41d934aef8", "aaa", "zzz"];

    public string Name => "keystore";

    public string Summary => "Web3 Secret Storage v1 and v3: ethereum/tests, geth, ethers wallets";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("basic.tar.gz", "KeyStoreTests/"),
        new("crypto-accounts.tar.gz", "(accounts/geth-keystore/|ethers/wallets)"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var name = file.Path.Split('/')[^1];
        if (file.Path.Contains("geth-keystore/keystore/", StringComparison.Ordinal))
        {
            return [new Case(name, null, () => GethFolder(name, Encoding.UTF8.GetString(file.Content)))];
        }

        if (file.Path.Contains("geth-keystore/v1/", StringComparison.Ordinal))
        {
            return [new Case(name, null, () => CheckAddress(Encoding.UTF8.GetString(file.Content), GethVersion1Password, name))];
        }

        return name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".gz", StringComparison.Ordinal) ? FromJson(file, name) : [];
    }

    private static IEnumerable<Case> FromJson(VectorFile file, string name)
    {
        var root = file.Json().RootElement;
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray()
                .Where(json => json.GetProperty("type").GetString() == "secret-storage")
                .Select(json => new Case(json.GetProperty("name").GetString()!, null, () => Check(
                    json.GetProperty("json").GetString()!, json.GetProperty("password").GetString()!, json.GetProperty("privateKey").GetString()!)));
        }

        if (name == "very-light-scrypt.json")
        {
            var address = root.GetProperty("address").GetString()!;
            return [new Case(name, null, () => CheckAddress(root.GetRawText(), "", address))];
        }

        return root.EnumerateObject().Where(p => p.Value.TryGetProperty("priv", out _)).Select(p => new Case(p.Name, null, () => Check(
            p.Value.GetProperty("json").GetRawText(), p.Value.GetProperty("password").GetString()!, p.Value.GetProperty("priv").GetString()!)));
    }

    private static string? Check(string json, string password, string privateKey)
    {
        var opened = Keystore.Open(json, password);
        using var key = opened.Key;
        if (key is null)
        {
            return $"{opened.Status}: {opened.Detail}";
        }

        var secret = new byte[32];
        key.CopySecretTo(secret);
        if (UInt256.FromBigEndian(secret) != UInt256.FromBigEndian(Hex.Decode(privateKey)))
        {
            return "another key";
        }

        var other = Keystore.Open(json, password + " ");
        return other.Status == KeystoreStatus.WrongPassword ? null : $"a wrong password gives {other.Status}";
    }

    private static string? CheckAddress(string json, string password, string address)
    {
        var opened = Keystore.Open(json, password);
        using var key = opened.Key;
        return key is null ? $"{opened.Status}: {opened.Detail}" : key.Address == Address.Parse(address) ? null : $"the key of {key.Address}";
    }

    /// <summary>geth's folder has three good files and some that a loader must step over: those name no address.</summary>
    private static string? GethFolder(string name, string content)
    {
        var isFound = Keystore.TryReadAddress(content, out var address);
        if (!LoadableByGeth.Contains(name, StringComparer.Ordinal))
        {
            return !isFound || name.StartsWith('.') || name == address.ToString()[2..] ? null : $"an address was read: {address}";
        }

        return isFound ? CheckAddress(content, GethFolderPassword, address.ToString()) : "no address was read";
    }
}
