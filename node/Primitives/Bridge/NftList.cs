using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>NFTs of one collection that travel together, as the contracts take them.</summary>
/// <param name="Ids">Rising, at most <see cref="MaxIds"/>.</param>
/// <param name="Amounts">How many of each; 1 for ERC-721.</param>
public sealed record NftList(IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts)
{
    /// <summary>Most ids in one deposit or withdrawal: what the contracts take.</summary>
    public const int MaxIds = 16;

    /// <summary>The hash that deposits and withdrawals carry in the place of an amount.</summary>
    public UInt256 Contents => Keccak256.Hash(AbiEncoder.Encode("(uint256[] ids,uint256[] amounts)", IdsForAbi, AmountsForAbi)).ToUInt256();

    /// <summary>The ids for a call.</summary>
    public object[] IdsForAbi => [.. Ids];

    /// <summary>The amounts for a call.</summary>
    public object[] AmountsForAbi => [.. Amounts];

    /// <summary>The list in an event that has the fields <c>ids</c> and <c>amounts</c>.</summary>
    public static NftList FromEvent(AbiTuple found) => new(found.GetList<UInt256>("ids"), found.GetList<UInt256>("amounts"));

    /// <summary>The list that a deposit carries.</summary>
    public static NftList Of(Deposit deposit) => FromData(deposit.Data);

    /// <summary>The list in the data of a deposit, or of a withdrawal of NFTs of the sidechain.</summary>
    /// <exception cref="AbiException">It is no such data.</exception>
    public static NftList FromData(ReadOnlyMemory<byte> data)
    {
        // The texts are whatever the collection says, so they are not read as such.
        return FromEvent(AbiDecoder.Decode("(bytes name, bytes symbol, uint256[] ids, uint256[] amounts, bytes[] uris)", data.Span));
    }

    /// <summary>How they are called for people: every id and amount in full.</summary>
    public string Of(Address collection) =>
        $"NFT {string.Join(", ", Ids.Select((id, i) => Amounts[i] == UInt256.One ? $"#{id}" : $"{Amounts[i]} x #{id}"))} of {collection.ToChecksumString()}";
}
