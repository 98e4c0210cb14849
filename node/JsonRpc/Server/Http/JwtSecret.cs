using System.Security.Cryptography;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>The file with the secret that the authenticated port shares with its callers: 32 bytes in hex, as all Ethereum clients have it.</summary>
public static class JwtSecret
{
    private const int Size = 32;

    /// <summary>Reads the secret; where there is no file, makes one that only this user can read.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static ReadOnlyMemory<byte> LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var secret = new byte[Size];
        return Hex.TryDecodeExact(File.ReadAllText(path).Trim(), secret)
            ? secret
            : throw new InvalidDataException($"The JWT secret file {path} does not hold {Size} bytes of hex.");
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(Hex.Encode(RandomNumberGenerator.GetBytes(Size)));
    }
}
