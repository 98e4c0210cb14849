using System.CommandLine;
using PoaSidechain.Node.Keys;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Options that the bridge commands share.</summary>
internal sealed class BridgeOptions
{
    private readonly Option<string> _l1 = new("--l1") { Description = "JSON-RPC address of L1", HelpName = "url", Required = true };
    private readonly Option<string> _sidechain = new("--sidechain") { Description = "JSON-RPC address of the sidechain", HelpName = "url", Required = true };
    private readonly Option<string> _vault = new("--vault") { Description = "Vault on L1 that the bridge must have", HelpName = "address" };
    private readonly Option<FileInfo> _key = new("--key") { Description = "Keystore file of the account that acts", HelpName = "file", Required = true };
    private readonly Option<FileInfo> _password = new("--password") { Description = "File whose first line is the password; asked for without it" };

    /// <summary>Adds the options that every command has.</summary>
    public void AddChains(Command command)
    {
        command.Options.Add(_l1);
        command.Options.Add(_sidechain);
        command.Options.Add(_vault);
    }

    /// <summary>Adds the options of a command that has no sidechain to ask: the Vault must be typed then.</summary>
    public void AddL1(Command command)
    {
        _vault.Required = true;
        _vault.Description = "The bridge's Vault on L1";
        command.Options.Add(_l1);
        command.Options.Add(_vault);
    }

    /// <summary>Adds the options of a command that signs, or, where the key is not required, may sign.</summary>
    public void AddKey(Command command, bool isRequired = true)
    {
        _key.Required = isRequired;
        command.Options.Add(_key);
        command.Options.Add(_password);
    }

    public Task<BridgeSession> OpenAsync(ParseResult result, CancellationToken cancellationToken) => BridgeSession.OpenAsync(
        result.GetRequiredValue(_l1), result.GetRequiredValue(_sidechain), AddressOf(result.GetValue(_vault)), cancellationToken);

    /// <summary>L1 alone.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="chainId">The sidechain's chain id.</param>
    /// <param name="genesis">Hash of its block 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<L1Session> OpenL1Async(ParseResult result, UInt256 chainId, Hash256 genesis, CancellationToken cancellationToken) =>
        L1Session.OpenAsync(result.GetRequiredValue(_l1), AddressOf(result.GetRequiredValue(_vault))!.Value, chainId, genesis, cancellationToken);

    /// <summary>The account of the key file, which needs no password; null when none was named.</summary>
    public Address? Account(ParseResult result) => result.GetValue(_key) is not { } file ? null
        : Keystore.TryReadAddress(File.ReadAllText(file.FullName), out var address) ? address
        : throw new BridgeException($"{file} names no account.");

    public BridgeWallet Wallet(ParseResult result) => new(
        KeystoreFolder.Open(result.GetRequiredValue(_key).FullName, Passwords.Read(result.GetValue(_password)?.FullName, "Password: ")), TimeProvider.System);

    /// <summary>An address as typed; null if none was.</summary>
    public static Address? AddressOf(string? text) => text is null ? null
        : Address.TryParse(text, out var address) ? address
        : throw new BridgeException($"'{text}' is no address.");
}
