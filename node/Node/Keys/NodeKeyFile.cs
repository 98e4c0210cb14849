using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Keys;

/// <summary>The key by which peers know this node: 64 hex digits in a file, as geth has it; made when there is none.</summary>
internal static class NodeKeyFile
{
    public static PrivateKey LoadOrCreate(string file)
    {
        if (File.Exists(file))
        {
            var secret = new byte[PrivateKey.Size];
            return Hex.TryDecodeExact(File.ReadAllText(file).Trim(), secret)
                ? new PrivateKey(secret)
                : throw new KeystoreFolderException($"{file}: expected a node key of 64 hex digits.");
        }

        var key = PrivateKey.Generate();
        var bytes = new byte[PrivateKey.Size];
        key.CopySecretTo(bytes);
        OwnerOnly.CreateFolder(Path.GetDirectoryName(file)!);
        OwnerOnly.WriteNew(file, Convert.ToHexStringLower(bytes));
        return key;
    }
}
