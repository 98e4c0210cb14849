using System.Security.Cryptography;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Node.Keys;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet;

/// <summary>The devnet's keys: made once, encrypted, worthless anywhere else.</summary>
internal sealed class KeyBox(Places places)
{
    private string PasswordText => File.ReadAllText(places.Password).Trim();

    /// <summary>Makes folder and password if they are not there.</summary>
    public void Open()
    {
        OwnerOnly.CreateFolder(places.Keys);
        if (!File.Exists(places.Password))
        {
            OwnerOnly.WriteNew(places.Password, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + "\n");
        }
    }

    /// <summary>The key of a name; made when it is new.</summary>
    public PrivateKey Get(string name)
    {
        var file = FileOf(name);
        if (File.Exists(file))
        {
            var result = Keystore.Open(File.ReadAllText(file), PasswordText);
            return result.Key ?? throw new DevnetException($"{file} cannot be opened: {result.Detail}");
        }

        var key = PrivateKey.Generate();
        OwnerOnly.WriteNew(file, Keystore.Encrypt(key, PasswordText, KeystoreStrength.Light));
        return key;
    }

    public string FileOf(string name) => Path.Combine(places.Keys, name + ".json");

    /// <summary>A signer's key in its validator's own keystore folder, made as an operator would: <c>poa account new</c>.</summary>
    public async Task<(Address Address, string File)> SignerAsync(int number, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(places.Validator(number), "keystore");
        if (!Directory.Exists(folder) || Directory.GetFiles(folder).Length == 0)
        {
            await Tool.RunAsync(
                places.Node,
                ["account", "new", "--datadir", places.Validator(number), "--password", places.Password, "--lightkdf"],
                cancellationToken);
        }

        var file = Directory.GetFiles(folder).Single();
        return Keystore.TryReadAddress(await File.ReadAllTextAsync(file, cancellationToken), out var address)
            ? (address, file)
            : throw new DevnetException($"{file} names no account.");
    }
}
