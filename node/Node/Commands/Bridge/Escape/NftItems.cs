using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>NFTs: each id that an account had, taken by its own transaction.</summary>
internal static class NftItems
{
    /// <summary>What an account has of the collections.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <param name="account">The account.</param>
    /// <param name="isWanted">Says which collections are looked at.</param>
    /// <param name="to">Who receives; the account itself without it.</param>
    public static IReadOnlyList<EscapeItem> Find(DeadBridge bridge, Address account, Func<Address, bool> isWanted, Address? to) =>
        [.. Deposited(bridge).Where(nft => isWanted(nft.Token)).Select(nft => FindOne(bridge, account, nft, to)).OfType<EscapeItem>()];

    /// <summary>Every NFT that was ever deposited.</summary>
    public static IEnumerable<(AssetKind Kind, Address Token, UInt256 Id)> Deposited(DeadBridge bridge) => bridge.Past.Deposits
        .Where(IsNft)
        .SelectMany(d => NftList.Of(d).Ids.Select(id => (d.Kind, d.Token, id)))
        .Distinct();

    /// <summary>NFTs of L1, which are locked there.</summary>
    public static bool IsNft(Deposit deposit) => deposit.Kind.IsNft() && !deposit.Kind.IsHome();

    /// <summary>Who had an ERC-721; zero for nobody.</summary>
    public static Address OwnerOf(DeadBridge bridge, Address token, UInt256 id) => bridge.NftMirrors.TryGetValue((AssetKind.Erc721, token), out var mirror)
        ? new Address(bridge.Archive.Read(mirror, StorageLayout.NftOwner(id)).ToHash256().Bytes[12..])
        : Address.Zero;

    private static EscapeItem? FindOne(DeadBridge bridge, Address account, (AssetKind Kind, Address Token, UInt256 Id) nft, Address? to)
    {
        if (!bridge.NftMirrors.TryGetValue((nft.Kind, nft.Token), out var mirror))
        {
            return null;
        }

        var slot = nft.Kind == AssetKind.Erc721 ? StorageLayout.NftOwner(nft.Id) : StorageLayout.NftBalance(nft.Id, account);
        var amount = nft.Kind == AssetKind.Erc1155 ? bridge.Archive.Read(mirror, slot)
            : OwnerOf(bridge, nft.Token, nft.Id) == account ? UInt256.One
            : UInt256.Zero;
        if (amount.IsZero)
        {
            return null;
        }

        var what = new NftList([nft.Id], [amount]).Of(nft.Token);
        if (bridge.Past.EscapedNfts.Contains((account, nft.Token, nft.Id)))
        {
            return new EscapeItem(what, EscapeState.Taken, "handed over");
        }

        var isContract = bridge.IsContract(account);
        var receiver = to ?? account;
        var proof = bridge.Archive.Prove(mirror, slot);
        var call = BridgeContracts.NftVault.Function("escape").EncodeCall((byte)nft.Kind, nft.Token, nft.Id, receiver, proof.Account, proof.Slot);
        return new EscapeItem(what, isContract ? EscapeState.Barred : EscapeState.Ready, isContract ? DeadBridge.ContractsOnly("NftVault.escape") : "")
        {
            OnlyBy = account,
            Call = new EscapeCall(bridge.Past.NftVault, call, _ => Task.FromResult($"{what} handed over to {receiver.ToChecksumString()}")),
        };
    }
}
