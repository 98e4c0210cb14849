using System.Text.Json;
using System.Text.RegularExpressions;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Architecture;

/// <summary>No file of the project holds what must be kept secret (spec/bridge.md T03: a signing key once was committed to a public repository).</summary>
public sealed partial class SecretTests
{
    private const long MostBytes = 2_000_000; // what is larger is data and has no keys

    // Keys that are public because a standard prints them, with the place.
    private static readonly string[] ForShow =
    [
        "tests/Unit/Primitives/KeystoreTests.cs", // the examples of the Web3 Secret Storage Definition
    ];

    [Fact]
    public void No_private_key_or_token_of_a_service_is_in_a_file()
    {
        var found = Files().Where(file => !ForShow.Contains(file.Name) && Secret().IsMatch(File.ReadAllText(file.Path))).Select(file => file.Name);

        Assert.Empty(found);
    }

    [Fact]
    public void No_file_is_a_keystore()
    {
        var found = Files().Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal) && IsKeystore(file.Path)).Select(file => file.Name);

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("-----BEGIN EC PRIVATE " + "KEY-----")]
    [InlineData("-----BEGIN PRIVATE " + "KEY-----")]
    [InlineData("AKIA" + "ABCDEFGHIJKLMNOP")]
    [InlineData("ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("{\"kdf\":\"scrypt\",\"cipher" + "text\":\"00\"}")]
    public void The_search_finds_them(string text) => Assert.Matches(Secret(), text);

    private static bool IsKeystore(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().Any(property => property.Name.Equals("crypto", StringComparison.OrdinalIgnoreCase));
        }
        catch (JsonException)
        {
            return false; // with comments, or cut on purpose
        }
    }

    private static IEnumerable<(string Name, string Path)> Files() =>
        new[] { "bridge-contracts", "checkpointer", "genesis", "node", "ops", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Checkout.PathOf(folder), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            .Select(path => (Name: Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'), Path: path))
            .Where(file => !file.Name.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "out" or "cache" or ".toolchain")
                && new FileInfo(file.Path).Length < MostBytes);

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-[A-Za-z0-9-]{10,}|\"cipher" + "text\"\\s*:\\s*\"[0-9a-f]+\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
