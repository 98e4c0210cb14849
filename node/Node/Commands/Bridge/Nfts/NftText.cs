using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>NFTs as people type them.</summary>
internal static class NftText
{
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

        return amounts.Count is 0 or > NftList.MaxIds
            ? throw new BridgeException($"{amounts.Count} ids were named by --id; from 1 to {NftList.MaxIds} travel together.")
            : new NftList([.. amounts.Keys], [.. amounts.Values]);
    }
}
