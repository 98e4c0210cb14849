using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
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
        .SelectMany(d => Contents(d).Ids.Select(id => (d.Kind, d.Token, id)))
        .Distinct();

    /// <summary>NFTs of L1, which are locked there.</summary>
    public static bool IsNft(Deposit deposit) => deposit.Kind is AssetKind.Erc721 or AssetKind.Erc1155;

    /// <summary>NFTs of the sidechain, of which L1 has mirrors only.</summary>
    public static bool IsHomeNft(AssetKind kind) => kind is AssetKind.SidechainErc721 or AssetKind.SidechainErc1155;

    /// <summary>Ids and amounts out of what a deposit carries.</summary>
    public static (IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts) Contents(Deposit deposit) => Contents(deposit.Data);

    /// <summary>The same out of the data itself.</summary>
    public static (IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts) Contents(ReadOnlyMemory<byte> text)
    {
        // The texts are whatever the collection says, so they are not read as such.
        var data = AbiDecoder.Decode("(bytes name, bytes symbol, uint256[] ids, uint256[] amounts, bytes[] uris)", text.Span);
        return (data.GetList<UInt256>("ids"), data.GetList<UInt256>("amounts"));
    }

    /// <summary>How an NFT is called for people.</summary>
    public static string Name(Address token, IReadOnlyList<UInt256> ids, IReadOnlyList<UInt256> amounts) =>
        $"NFT {string.Join(", ", ids.Select((id, i) => amounts[i] == UInt256.One ? $"#{id}" : $"{amounts[i]} x #{id}"))} of {token.ToChecksumString()}";

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

        var what = Name(nft.Token, [nft.Id], [amount]);
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
