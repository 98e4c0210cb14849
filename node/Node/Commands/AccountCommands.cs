using System.CommandLine;
using System.Security.Cryptography;
using PoaSidechain.Node.Keys;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa account</c>: encrypted keys in geth's form.</summary>
internal static class AccountCommands
{
    private static readonly Setting[] Folders = [Settings.DataDir, Settings.KeystoreDir];

    public static Command Create()
    {
        var command = new Command("account", "Encrypted keys");
        command.Subcommands.Add(New());
        command.Subcommands.Add(List());
        command.Subcommands.Add(Import());
        command.Subcommands.Add(Update());
        return command;
    }

    private static Command New()
    {
        var command = new Command("new", "Make a key");
        var (folder, password, light) = AddOptions(command);
        command.SetAction(result =>
        {
            using var key = PrivateKey.Generate();
            return Add(folder(result), key, result.GetValue(password)?.FullName, result.GetValue(light));
        });
        return command;
    }

    private static Command Import()
    {
        var command = new Command("import", "Take over a key that lies unencrypted in a file, as 64 hex digits");
        var file = new Argument<FileInfo>("keyfile");
        command.Arguments.Add(file);
        var (folder, password, light) = AddOptions(command);
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(file).FullName;
            var secret = new byte[PrivateKey.Size];
            if (!Hex.TryDecodeExact(File.ReadAllText(path).Trim(), secret))
            {
                throw new KeystoreFolderException($"{path}: expected a key of 64 hex digits.");
            }

            using var key = new PrivateKey(secret);
            CryptographicOperations.ZeroMemory(secret);
            return Add(folder(result), key, result.GetValue(password)?.FullName, result.GetValue(light));
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Show what keys there are");
        var configuration = CommonOptions.AddTo(command, Folders);
        command.SetAction(result =>
        {
            var index = 0;
            foreach (var (address, file) in FolderOf(configuration(result)).List())
            {
                Console.WriteLine($"Account #{index++}: {{{address.ToString()[2..]}}} keystore://{file}");
            }

            return 0;
        });
        return command;
    }

    private static Command Update()
    {
        var command = new Command("update", "Give a key another password");
        var address = new Argument<string>("address");
        var newPassword = new Option<FileInfo>("--new-password") { Description = "File with the new password; asked for without it" };
        command.Arguments.Add(address);
        command.Options.Add(newPassword);
        var (folder, password, light) = AddOptions(command);
        command.SetAction(result =>
        {
            if (!Address.TryParse(result.GetRequiredValue(address), out var account))
            {
                throw new KeystoreFolderException($"'{result.GetValue(address)}' is no address.");
            }

            var file = folder(result).FileOf(account);
            using var key = KeystoreFolder.Open(file, Passwords.Read(result.GetValue(password)?.FullName, "Present password: "));
            KeystoreFolder.Replace(file, key, Passwords.ReadNew(result.GetValue(newPassword)?.FullName), StrengthOf(result.GetValue(light)));
            return 0;
        });
        return command;
    }

    private static (Func<ParseResult, KeystoreFolder> Folder, Option<FileInfo> Password, Option<bool> Light) AddOptions(Command command)
    {
        var configuration = CommonOptions.AddTo(command, Folders);
        var password = new Option<FileInfo>("--password") { Description = "File whose first line is the password; asked for without it" };
        var light = new Option<bool>("--lightkdf") { Description = "Weaker and faster key derivation: for tests" };
        command.Options.Add(password);
        command.Options.Add(light);
        return (result => FolderOf(configuration(result)), password, light);
    }

    private static int Add(KeystoreFolder folder, PrivateKey key, string? passwordFile, bool light)
    {
        var file = folder.Add(key, Passwords.ReadNew(passwordFile), StrengthOf(light));
        Console.WriteLine($"Public address of the key:   {key.Address.ToChecksumString()}");
        Console.WriteLine($"Path of the secret key file: {file}");
        return 0;
    }

    private static KeystoreStrength StrengthOf(bool light) => light ? KeystoreStrength.Light : KeystoreStrength.Standard;

    private static KeystoreFolder FolderOf(Microsoft.Extensions.Configuration.IConfiguration configuration) =>
        new(NodeOptionsReader.Read(configuration).Data.Keystore, TimeProvider.System);
}
