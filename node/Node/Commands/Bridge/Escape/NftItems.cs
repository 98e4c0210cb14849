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

    public static bool IsNft(Deposit deposit) => deposit.Kind is AssetKind.Erc721 or AssetKind.Erc1155;

    /// <summary>Ids and amounts out of what a deposit carries.</summary>
    public static (IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts) Contents(Deposit deposit)
    {
        var data = AbiDecoder.Decode("(string name, string symbol, uint256[] ids, uint256[] amounts, string[] uris)", deposit.Data.Span);
        return (data.GetList<UInt256>("ids"), data.GetList<UInt256>("amounts"));
    }

    /// <summary>How an NFT is called for people.</summary>
    public static string Name(Address token, IReadOnlyList<UInt256> ids, IReadOnlyList<UInt256> amounts) =>
        $"NFT {string.Join(", ", ids.Select((id, i) => amounts[i] == UInt256.One ? $"#{id}" : $"{amounts[i]} x #{id}"))} of {token.ToChecksumString()}";

    /// <summary>The word of an NFT's owner or of an account's number of it, with its proof; null when there is no mirror.</summary>
    public static (UInt256 Value, object[] AccountNodes, object[] SlotNodes)? Entry(DeadBridge bridge, AssetKind kind, Address token, UInt256 id, Address account)
    {
        if (!bridge.NftMirrors.TryGetValue((kind, token), out var mirror))
        {
            return null;
        }

        var proof = bridge.Archive.Prove(mirror, kind == AssetKind.Erc721 ? StorageLayout.NftOwner(id) : StorageLayout.NftBalance(id, account));
        return (proof.Values[0], proof.AccountNodes, proof.SlotNodes[0]);
    }

    private static EscapeItem? FindOne(DeadBridge bridge, Address account, (AssetKind Kind, Address Token, UInt256 Id) nft, Address? to)
    {
        if (Entry(bridge, nft.Kind, nft.Token, nft.Id, account) is not { } entry)
        {
            return null;
        }

        var amount = nft.Kind == AssetKind.Erc1155 ? entry.Value : Owner(entry.Value) == account ? UInt256.One : UInt256.Zero;
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
        var call = BridgeContracts.NftVault.Function("escape").EncodeCall((byte)nft.Kind, nft.Token, nft.Id, receiver, entry.AccountNodes, entry.SlotNodes);
        return new EscapeItem(what, isContract ? EscapeState.Barred : EscapeState.Ready, isContract ? DeadBridge.ContractsOnly("NftVault.escape") : "")
        {
            OnlyBy = account,
            Call = new EscapeCall(bridge.Past.NftVault, call, _ => Task.FromResult($"{what} handed over to {receiver.ToChecksumString()}")),
        };
    }

    /// <summary>The address in a word.</summary>
    public static Address Owner(UInt256 word) => new(word.ToHash256().Bytes[12..]);
}
