using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Checkpointer.Hosting;

/// <summary>Opens keystore files with passwords out of files.</summary>
internal static class KeyLoader
{
    /// <summary>Both keys; a <see cref="FormatException"/> says in a sentence what is wrong with a file.</summary>
    public static CheckpointerKeys Load(CheckpointerOptions options)
    {
        var keys = new CheckpointerKeys(Open(options.SignerKey, "SignerKey"), Open(options.FeeKey, "FeeKey"));
        if (keys.Signer is { } signer && keys.Fee?.Address == signer.Address)
        {
            keys.Dispose();
            throw new FormatException("SignerKey and FeeKey are the same key: the fee key must have no authority.");
        }

        return keys;
    }

    private static PrivateKey? Open(KeyOptions? options, string name)
    {
        if (options is null)
        {
            return null;
        }

        RefuseOpenFile(options.KeystoreFile, name);
        RefuseOpenFile(options.PasswordFile, name);
        using var reader = new StreamReader(options.PasswordFile);
        var result = Keystore.Open(File.ReadAllText(options.KeystoreFile), reader.ReadLine() ?? "");
        return result.Key ?? throw new FormatException($"{name}: {options.KeystoreFile} cannot be opened: {result.Detail}.");
    }

    private static void RefuseOpenFile(string path, string name)
    {
        if (!File.Exists(path))
        {
            throw new FormatException($"{name}: {path} does not exist.");
        }

        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
        {
            throw new FormatException($"{name}: {path} can be read by others; make it readable for its owner only (chmod 600).");
        }
    }
}
