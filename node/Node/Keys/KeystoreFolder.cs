using System.Globalization;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Keys;

/// <summary>A folder of encrypted keys in geth's form: one file an account, named by time and address, readable by its owner alone.</summary>
internal sealed class KeystoreFolder(string path, TimeProvider time)
{
    /// <summary>Accounts and their files; files that are no keystore (backups, junk) are passed over.</summary>
    public IReadOnlyList<(Address Address, string File)> List()
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        List<(Address, string)> accounts = [];
        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (!name.StartsWith('.') && !name.EndsWith('~') && Keystore.TryReadAddress(File.ReadAllText(file), out var address))
            {
                accounts.Add((address, file));
            }
        }

        return accounts;
    }

    /// <summary>The file of an account.</summary>
    /// <exception cref="KeystoreFolderException">There is none, or more than one.</exception>
    public string FileOf(Address address)
    {
        var files = List().Where(account => account.Address == address).Select(account => account.File).ToArray();
        return files.Length switch
        {
            1 => files[0],
            0 => throw new KeystoreFolderException($"No key for {address.ToChecksumString()} in {path}: 'poa account list' shows what is there."),
            _ => throw new KeystoreFolderException($"More than one key for {address.ToChecksumString()}: {string.Join(", ", files)}. Move all but one away."),
        };
    }

    /// <summary>Encrypts a key into a new file.</summary>
    /// <returns>The file.</returns>
    public string Add(PrivateKey key, ReadOnlySpan<char> password, KeystoreStrength strength)
    {
        if (List().Any(account => account.Address == key.Address))
        {
            throw new KeystoreFolderException($"There is a key for {key.Address.ToChecksumString()} already.");
        }

        OwnerOnly.CreateFolder(path);
        var stamp = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH-mm-ss.fffffff'00Z'", CultureInfo.InvariantCulture);
        var file = Path.Combine(path, $"UTC--{stamp}--{key.Address.ToString()[2..]}");
        OwnerOnly.WriteNew(file, Keystore.Encrypt(key, password, strength));
        return file;
    }

    /// <summary>Encrypts a key under another password, replacing its file in one step.</summary>
    public static void Replace(string file, PrivateKey key, ReadOnlySpan<char> password, KeystoreStrength strength)
    {
        var fresh = file + ".new";
        File.Delete(fresh);
        OwnerOnly.WriteNew(fresh, Keystore.Encrypt(key, password, strength));
        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>Decrypts a key.</summary>
    /// <exception cref="KeystoreFolderException">Wrong password, or no keystore file.</exception>
    public static PrivateKey Open(string file, ReadOnlySpan<char> password)
    {
        var result = Keystore.Open(File.ReadAllText(file), password);
        return result.Status switch
        {
            KeystoreStatus.Opened => result.Key!,
            KeystoreStatus.WrongPassword => throw new KeystoreFolderException($"The password does not fit {file}."),
            _ => throw new KeystoreFolderException($"{file}: {result.Detail}"),
        };
    }
}
