using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>A collection, or the mirror of one, as a contract on one chain.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Contract">Its address there.</param>
/// <param name="Kind">ERC-721 or ERC-1155.</param>
internal sealed record NftCollection(ChainConnection Chain, Address Contract, AssetKind Kind)
{
    private static readonly AbiFunction SupportsInterface = AbiFunction.Parse("supportsInterface(bytes4) returns (bool)");
    private static readonly (AssetKind Kind, byte[] Id)[] Interfaces = [(AssetKind.Erc721, [0x80, 0xac, 0x58, 0xcd]), (AssetKind.Erc1155, [0xd9, 0xb6, 0x7a, 0x26])];

    /// <summary>The collection at an address, of the kind that it claims by ERC-165.</summary>
    /// <exception cref="BridgeException">There is no contract, or it is no collection.</exception>
    public static async Task<NftCollection> FindAsync(ChainConnection chain, Address contract, AssetKind? standard, CancellationToken cancellationToken)
    {
        if (!await IsContractAsync(chain, contract, cancellationToken))
        {
            throw new BridgeException($"There is no contract at {contract.ToChecksumString()} on {chain.Name}.");
        }

        List<AssetKind> claimed = [];
        foreach (var (kind, id) in Interfaces)
        {
            if (await ClaimsAsync(chain, contract, id, cancellationToken))
            {
                claimed.Add(kind);
            }
        }

        return claimed.Count == 0 ? throw new BridgeException($"{contract.ToChecksumString()} on {chain.Name} is no collection: it claims neither ERC-721 nor ERC-1155.")
            : standard is { } wanted ? claimed.Contains(wanted) ? new NftCollection(chain, contract, wanted)
                : throw new BridgeException($"{contract.ToChecksumString()} on {chain.Name} does not claim {Name(wanted)}; it is {Name(claimed[0])}.")
            : claimed.Count == 1 ? new NftCollection(chain, contract, claimed[0])
            : throw new BridgeException($"{contract.ToChecksumString()} claims both ERC-721 and ERC-1155: say by --standard which is meant.");
    }

    /// <summary>True where there is code of its own; an account that delegates itself (EIP-7702) has none.</summary>
    public static async Task<bool> IsContractAsync(ChainConnection chain, Address account, CancellationToken cancellationToken)
    {
        var code = (await chain.AskAsync("eth_getCode", cancellationToken, account.ToString(), "latest")).GetString();
        return code is not ("0x" or null) && !code.StartsWith("0xef0100", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses what a holder has not got, and amounts of what exists once.</summary>
    /// <exception cref="BridgeException">Names the first.</exception>
    public async Task RequireHeldAsync(Address holder, NftList list, CancellationToken cancellationToken)
    {
        for (var i = 0; i < list.Ids.Count; i++)
        {
            var (id, amount) = (list.Ids[i], list.Amounts[i]);
            if (Kind == AssetKind.Erc1155)
            {
                var held = (await AskAsync("MirrorERC1155", "balanceOf", cancellationToken, holder, id)).Get<UInt256>(0);
                if (held < amount)
                {
                    throw new BridgeException($"{holder.ToChecksumString()} has {held} of #{id} on {Chain.Name}, not {amount}.");
                }
            }
            else if (amount != UInt256.One)
            {
                throw new BridgeException($"#{id} is an ERC-721 and exists once: {amount} of it cannot travel.");
            }
            else if (await OwnerAsync(id, cancellationToken) is var owner && owner != holder)
            {
                throw new BridgeException($"#{id} on {Chain.Name} belongs to {owner.ToChecksumString()}, not to {holder.ToChecksumString()}.");
            }
        }
    }

    /// <summary>Who has an ERC-721.</summary>
    /// <exception cref="BridgeException">Nobody has.</exception>
    public async Task<Address> OwnerAsync(UInt256 id, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync("MirrorERC721", "ownerOf", cancellationToken, id)).Get<Address>(0);
        }
        catch (BridgeException e)
        {
            throw new BridgeException($"#{id} of {Contract.ToChecksumString()} does not exist on {Chain.Name}: {e.Message}", e);
        }
    }

    /// <summary>What a view answers; the mirrors have every function of their standard.</summary>
    public Task<AbiTuple> AskAsync(string mirror, string function, CancellationToken cancellationToken, params object[] arguments) =>
        Chain.ViewAsync(Contract, BridgeContracts.Artifact(mirror).Abi.Function(function), cancellationToken, arguments);

    /// <summary>Lets the vault take the NFTs if it may not yet. True if it may take more than them now, as ERC-1155 knows no less.</summary>
    public async Task<bool> ApproveAsync(BridgeWallet wallet, Address vault, NftList list, TextWriter output, CancellationToken cancellationToken)
    {
        if ((await AskAsync("MirrorERC721", "isApprovedForAll", cancellationToken, wallet.Address, vault)).Get<bool>(0))
        {
            return false;
        }

        if (Kind == AssetKind.Erc1155)
        {
            await AllowAllAsync(wallet, vault, isAllowed: true, cancellationToken);
            await output.WriteLineAsync($"The vault {vault.ToChecksumString()} may take NFTs of this collection for this once.");
            return true;
        }

        foreach (var id in list.Ids)
        {
            if ((await AskAsync("MirrorERC721", "getApproved", cancellationToken, id)).Get<Address>(0) != vault)
            {
                var call = BridgeContracts.Artifact("MirrorERC721").Abi.Function("approve").EncodeCall(vault, id);
                await wallet.SendAsync(Chain, Contract, call, UInt256.Zero, cancellationToken);
            }
        }

        await output.WriteLineAsync($"The vault {vault.ToChecksumString()} may take exactly these NFTs.");
        return false;
    }

    /// <summary>Lets the vault take everything of the collection, or no longer.</summary>
    public Task AllowAllAsync(BridgeWallet wallet, Address vault, bool isAllowed, CancellationToken cancellationToken)
    {
        var call = BridgeContracts.Artifact("MirrorERC1155").Abi.Function("setApprovalForAll").EncodeCall(vault, isAllowed);
        return wallet.SendAsync(Chain, Contract, call, UInt256.Zero, cancellationToken);
    }

    private static string Name(AssetKind kind) => kind == AssetKind.Erc721 ? "ERC-721" : "ERC-1155";

    /// <summary>True if a contract claims an interface by ERC-165.</summary>
    public static async Task<bool> ClaimsAsync(ChainConnection chain, Address contract, byte[] id, CancellationToken cancellationToken)
    {
        try
        {
            return (await chain.ViewAsync(contract, SupportsInterface, cancellationToken, id)).Get<bool>(0);
        }
        catch (Exception e) when (e is BridgeException or AbiException)
        {
            return false; // contracts older than the question answer it by failing
        }
    }
}
