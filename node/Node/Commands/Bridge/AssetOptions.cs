using System.CommandLine;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Options that say which asset is meant.</summary>
internal sealed class AssetOptions
{
    private readonly Option<string> _token = new("--token") { Description = "The token's address on the chain it comes from; ETH without it" };
    private readonly Option<string> _origin = new Option<string>("--origin")
    {
        Description = "The chain it comes from: l1 or sidechain; needed for NFTs of the sidechain, and for tokens only where both have a contract at that address",
    }.AcceptOnlyFromAmong("l1", "sidechain");

    public AssetOptions(Command command)
    {
        command.Options.Add(_token);
        command.Options.Add(_origin);
    }

    /// <summary>The token, zero for ETH, and whether it comes from the sidechain; the address of a mirror on L1 will do as well.</summary>
    /// <exception cref="BridgeException">It is not clear which token is meant.</exception>
    public async Task<(Address Token, bool IsHome)> OfAsync(BridgeSession session, ParseResult result, CancellationToken cancellationToken)
    {
        var token = BridgeOptions.AddressOf(result.GetValue(_token)) ?? Address.Zero;
        var home = await HomeTokens.FindAsync(session, token, OriginOf(result), cancellationToken);
        return (home ?? token, home is not null);
    }

    /// <summary>The chain that was named as its origin, if one was.</summary>
    public Origin? OriginOf(ParseResult result) => result.GetValue(_origin) switch
    {
        "l1" => Origin.L1,
        "sidechain" => Origin.Sidechain,
        _ => null,
    };
}
