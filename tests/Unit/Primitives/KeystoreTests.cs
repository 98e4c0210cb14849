using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class KeystoreTests
{
    private static readonly string File = Keystore.Encrypt(TestKeys.A, "pässword", KeystoreStrength.Light);

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("密码 with blanks ")]
    public void What_is_encrypted_is_opened(string password)
    {
        var json = Keystore.Encrypt(TestKeys.B, password, KeystoreStrength.Light);
        var opened = Keystore.Open(json, password);

        using var key = opened.Key;
        Assert.Equal((KeystoreStatus.Opened, TestKeys.B.Address), (opened.Status, key!.Address));
        Assert.True(Keystore.TryReadAddress(json, out var address));
        Assert.Equal(TestKeys.B.Address, address);
    }

    [Fact]
    public void The_form_is_geths()
    {
        using var document = JsonDocument.Parse(File);
        var root = document.RootElement;
        var crypto = root.GetProperty("crypto");
        var parameters = crypto.GetProperty("kdfparams");

        Assert.Equal("address crypto id version", string.Join(' ', root.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(TestKeys.A.Address.ToString()[2..], root.GetProperty("address").GetString());
        Assert.Equal(3, root.GetProperty("version").GetInt32());
        Assert.Equal('4', root.GetProperty("id").GetGuid().ToString()[14]);
        Assert.Equal(("aes-128-ctr", "scrypt"), (crypto.GetProperty("cipher").GetString(), crypto.GetProperty("kdf").GetString()));
        Assert.Equal(
            (32, 4096, 6, 8),
            (parameters.GetProperty("dklen").GetInt32(), parameters.GetProperty("n").GetInt32(), parameters.GetProperty("p").GetInt32(), parameters.GetProperty("r").GetInt32()));
    }

    [Fact]
    public void Standard_strength_is_geths()
    {
        var json = Keystore.Encrypt(TestKeys.A, "x");

        Assert.Contains("\"n\":262144,\"p\":1,\"r\":8", json, StringComparison.Ordinal);
        using var key = Keystore.Open(json, "x").Key;
        Assert.Equal(TestKeys.A.Address, key!.Address);
    }

    [Fact]
    public void No_two_files_are_alike()
    {
        Assert.False(File == Keystore.Encrypt(TestKeys.A, "pässword", KeystoreStrength.Light));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("")]
    [InlineData("pa\u0308ssword")] // the same to the eye, other bytes
    public void A_wrong_password_is_told_as_such(string password)
    {
        var opened = Keystore.Open(File, password);

        Assert.Equal((KeystoreStatus.WrongPassword, null), (opened.Status, opened.Key));
    }

    [Theory]
    [InlineData("version", "4", "version 4 is not supported")]
    [InlineData("version", "\"3\"", "version \"3\" is not supported")]
    [InlineData("crypto.cipher", "\"aes-256-ctr\"", "the cipher 'aes-256-ctr' is not supported")]
    [InlineData("crypto.kdf", "\"argon2\"", "the key derivation 'argon2' is not supported")]
    [InlineData("crypto.mac", "\"00\"", "the lengths of iv, mac or ciphertext are wrong")]
    [InlineData("crypto.mac", "\"0g\"", "'mac' is no hex")]
    [InlineData("crypto.ciphertext", "7", "'ciphertext' is no text")]
    [InlineData("crypto.cipherparams", "7", "'iv' is missing")]
    [InlineData("crypto.kdfparams.n", "3", "n = 3, r = 8, p = 6: n must be a power of two from 2 on, r and p from 1 on")]
    [InlineData("crypto.kdfparams.n", "1", "n = 1, r = 8, p = 6: n must be a power of two from 2 on, r and p from 1 on")]
    [InlineData("crypto.kdfparams.n", "2097152", "n = 2097152, r = 8, p = 6 ask for more memory or work than is allowed")]
    [InlineData("crypto.kdfparams.r", "1000000000", "n = 4096, r = 1000000000, p = 6 ask for more memory or work than is allowed")]
    [InlineData("crypto.kdfparams.p", "2147483647", "n = 4096, r = 8, p = 2147483647 ask for more memory or work than is allowed")]
    [InlineData("crypto.kdfparams.r", "0", "'r' is no number from 1 to 2147483647")]
    [InlineData("crypto.kdfparams.dklen", "31", "'dklen' is no number from 32 to 1024")]
    public void A_bad_file_is_refused_with_the_reason(string path, string value, string reason)
    {
        var root = JsonNode.Parse(File)!;
        var keys = path.Split('.');
        var parent = keys[..^1].Aggregate(root, (node, key) => node[key]!);
        parent[keys[^1]] = JsonNode.Parse(value);

        var opened = Keystore.Open(root.ToJsonString(), "pässword");

        Assert.Equal((KeystoreStatus.Refused, reason), (opened.Status, opened.Detail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_keystore_file_is_refused(string text)
    {
        Assert.Equal(KeystoreStatus.Refused, Keystore.Open(text, "x").Status);
        Assert.False(Keystore.TryReadAddress(text, out _));
    }

    [Fact]
    public void A_file_that_names_another_account_is_refused()
    {
        var root = JsonNode.Parse(File)!;
        root["address"] = TestKeys.B.Address.ToString();
        var opened = Keystore.Open(root.ToJsonString(), "pässword");

        Assert.Equal(KeystoreStatus.Refused, opened.Status);
        Assert.Contains(TestKeys.B.Address.ToString(), opened.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_altered_ciphertext_looks_like_a_wrong_password()
    {
        var root = JsonNode.Parse(File)!;
        root["crypto"]!["ciphertext"] = new string('0', 64);

        Assert.Equal(KeystoreStatus.WrongPassword, Keystore.Open(root.ToJsonString(), "pässword").Status);
    }

    [Theory]
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    [InlineData("pleaseletmein", "SodiumChloride", 16384, 8, 1, "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")]
    public void Scrypt_gives_the_keys_of_its_specification(string password, string salt, int n, int r, int p, string expected)
    {
        var key = new byte[64];

        Scrypt.Derive(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt), n, r, p, key);

        Assert.Equal(expected, Convert.ToHexStringLower(key));
    }

    [Fact]
    public void The_counter_wraps_over_all_128_bits()
    {
        var (key, data, rest) = (new byte[16], new byte[64], new byte[48]);
        var counter = new byte[16];
        Array.Fill(counter, (byte)0xff);

        AesCtr.Transform(key, counter, data);
        AesCtr.Transform(key, new byte[16], rest);

        Assert.Equal(rest, data[16..]);
        AesCtr.Transform(key, counter, data);
        Assert.Equal(new byte[64], data);
    }
}
