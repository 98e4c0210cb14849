using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>NFTs of one collection that travel together, as the contracts take them.</summary>
/// <param name="Ids">Rising, at most <see cref="MaxIds"/>.</param>
/// <param name="Amounts">How many of each; 1 for ERC-721.</param>
internal sealed record NftList(IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts)
{
    /// <summary>Most ids in one deposit or withdrawal: what the contracts take.</summary>
    public const int MaxIds = 16;

    /// <summary>What deposits and withdrawals carry in the place of an amount.</summary>
    public UInt256 Contents => Keccak256.Hash(AbiEncoder.Encode("(uint256[] ids,uint256[] amounts)", IdsForAbi, AmountsForAbi)).ToUInt256();

    /// <summary>The ids for a call.</summary>
    public object[] IdsForAbi => [.. Ids];

    /// <summary>The amounts for a call.</summary>
    public object[] AmountsForAbi => [.. Amounts];

    /// <summary>Reads <c>ID</c> or <c>ID=AMOUNT</c>, in any order.</summary>
    /// <exception cref="BridgeException">Names what cannot be carried.</exception>
    public static NftList Parse(IEnumerable<string> texts)
    {
        SortedDictionary<UInt256, UInt256> amounts = [];
        foreach (var text in texts.SelectMany(t => t.Split(',')))
        {
            var parts = text.Trim().Split('=');
            var amount = UInt256.One;
            if (parts.Length > 2 || !UInt256.TryParse(parts[0], out var id) || (parts.Length == 2 && !UInt256.TryParse(parts[1], out amount)))
            {
                throw new BridgeException($"'{text}' is no NFT: expected an id such as 7, or an id and how many of it such as 7=100, in whole numbers.");
            }

            if (amount.IsZero)
            {
                throw new BridgeException($"None of #{id} cannot travel.");
            }

            if (!amounts.TryAdd(id, amount))
            {
                throw new BridgeException($"#{id} is named twice.");
            }
        }

        return amounts.Count is 0 or > MaxIds
            ? throw new BridgeException($"{amounts.Count} ids were named by --id; from 1 to {MaxIds} travel together.")
            : new NftList([.. amounts.Keys], [.. amounts.Values]);
    }

    /// <summary>The list in an event that has the fields <c>ids</c> and <c>amounts</c>.</summary>
    public static NftList FromEvent(AbiTuple found) => new(found.GetList<UInt256>("ids"), found.GetList<UInt256>("amounts"));

    /// <summary>The list that a deposit carries.</summary>
    public static NftList Of(Deposit deposit)
    {
        // The texts are whatever the collection says, so they are not read as such.
        return FromEvent(AbiDecoder.Decode("(bytes name, bytes symbol, uint256[] ids, uint256[] amounts, bytes[] uris)", deposit.Data.Span));
    }

    /// <summary>How they are called for people.</summary>
    public string Of(Address collection) =>
        $"NFT {string.Join(", ", Ids.Select((id, i) => Amounts[i] == UInt256.One ? $"#{id}" : $"{Amounts[i]} x #{id}"))} of {collection.ToChecksumString()}";
}
