using PoaSidechain.Checkpointer.Hosting;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Keys of the checkpointer and the watchtower (spec/bridge.md T03): no file that others can read, no key with two purposes.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Opens_files_that_only_their_owner_can_read()
    {
        using var keys = KeyLoader.Load(Options(signer: "a signer", fee: "a fee key"));

        Assert.Equal(TestKeys.Named("a signer").Address, keys.Signer!.Address);
        Assert.Equal(TestKeys.Named("a fee key").Address, keys.Fee!.Address);
    }

    [Theory]
    [InlineData("signer.json", UnixFileMode.OtherRead)]
    [InlineData("signer.json", UnixFileMode.GroupWrite)]
    [InlineData("signer.password", UnixFileMode.OtherRead)]
    [InlineData("fee.password", UnixFileMode.OtherWrite)]
    public void Refuses_a_file_that_others_can_read_or_change(string file, UnixFileMode more)
    {
        var options = Options(signer: "a signer", fee: "a fee key");
        if (OperatingSystem.IsWindows())
        {
            return; // it has no such modes
        }

        File.SetUnixFileMode(Path.Combine(_folder, file), Private | more);

        var refusal = Assert.Throws<FormatException>(() => KeyLoader.Load(options));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_one_key_for_signing_and_paying() =>
        Assert.Contains("the same key", Assert.Throws<FormatException>(() => KeyLoader.Load(Options("one key", "one key"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_watchtower_takes_no_signers_key() =>
        Assert.Contains("a watchtower signs nothing", Assert.Throws<FormatException>(() => CheckpointerHost.BuildWatchtower(Options("a signer", "a fee key"))).Message, StringComparison.Ordinal);

    private CheckpointerOptions Options(string signer, string fee) => new()
    {
        SignerKey = Write("signer", signer),
        FeeKey = Write("fee", fee),
    };

    private KeyOptions Write(string name, string key)
    {
        var (keystore, password) = (Path.Combine(_folder, name + ".json"), Path.Combine(_folder, name + ".password"));
        File.WriteAllText(keystore, Keystore.Encrypt(TestKeys.Named(key), "a password", KeystoreStrength.Light));
        File.WriteAllText(password, "a password\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keystore, Private);
            File.SetUnixFileMode(password, Private);
        }

        return new KeyOptions { KeystoreFile = keystore, PasswordFile = password };
    }
}
