using System.CommandLine;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>Options that say which NFTs are meant.</summary>
internal sealed class NftOptions
{
    private readonly Option<string> _collection = new("--collection") { Description = "Address of the NFTs' collection on the chain it comes from, instead of --token" };
    private readonly Option<string[]> _ids = new("--id")
    {
        Description = "An id, or ID=AMOUNT for ERC-1155; up to 16 travel together",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _standard = new Option<string>("--standard")
    {
        Description = "erc721 or erc1155; needed only for a collection that claims to be both",
    }.AcceptOnlyFromAmong("erc721", "erc1155");

    public NftOptions(Command command)
    {
        command.Options.Add(_collection);
        command.Options.Add(_ids);
        command.Options.Add(_standard);
    }

    /// <summary>What was named; null if no collection was.</summary>
    /// <exception cref="BridgeException">It cannot be carried.</exception>
    public NftChoice? Of(ParseResult result)
    {
        var (collection, ids) = (BridgeOptions.AddressOf(result.GetValue(_collection)), result.GetValue(_ids) ?? []);
        if (collection is not { } address)
        {
            return ids.Length == 0 ? null : throw new BridgeException("--id needs --collection.");
        }

        AssetKind? standard = result.GetValue(_standard) switch
        {
            "erc721" => AssetKind.Erc721,
            "erc1155" => AssetKind.Erc1155,
            _ => null,
        };
        return new NftChoice(address, NftText.Parse(ids), standard);
    }
}
