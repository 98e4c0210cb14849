using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Deposits;

/// <summary>Decides about deposits. Functions of their inputs.</summary>
internal static class DepositPlan
{
    // Upper bounds of what a credit uses; the Inbox itself asks for a frame of 3M gas for a token and more for
    // NFTs, because it may have to create the mirror.
    private const ulong BatchGas = 250_000;
    private const ulong EthGas = 160_000;
    private const ulong MessageGas = 350_000; // besides the recipient's
    private const ulong HomeTokenGas = 500_000; // the frame of a token that comes home, whatever it does in it; of NFTs more per byte
    private const ulong TokenGas = 250_000;
    private const ulong NewTokenGas = 1_800_000;
    private const ulong TokenFrameGas = 3_200_000;
    private const ulong DataByteGas = 24; // as call data, and copied from call to call
    private const ulong NftFrameGas = 3_700_000;
    private const ulong NftByteGas = 820; // of names and URIs, as the Inbox counts

    /// <summary>The accumulator after more deposits.</summary>
    public static Hash256 Fold(Hash256 acc, IEnumerable<SeenDeposit> deposits, BridgeIdentity bridge) =>
        deposits.Aggregate(acc, (folded, seen) => DepositChain.Append(folded, seen.Deposit.Hash(bridge)));

    /// <summary>How many of the next deposits one call carries within a gas limit: at least one, whatever it needs.</summary>
    public static int BatchSize(IReadOnlyList<SeenDeposit> deposits, ulong maxGas)
    {
        var tokens = new HashSet<Address>();
        var used = BatchGas;
        var count = 0;
        foreach (var (deposit, _) in deposits)
        {
            var needed = deposit.Kind switch
            {
                AssetKind.Erc20 => TokenFrameGas,
                AssetKind.Erc721 or AssetKind.Erc1155 => NftFrameGas + ((ulong)deposit.Data.Length * NftByteGas),
                AssetKind.SidechainErc20 => HomeTokenGas,
                AssetKind.SidechainErc721 or AssetKind.SidechainErc1155 => HomeTokenGas + ((ulong)deposit.Data.Length * NftByteGas),
                AssetKind.Message => MessageGas + deposit.GasLimit + (deposit.GasLimit / 16) + (DataByteGas * (ulong)deposit.Data.Length),
                _ => EthGas + deposit.GasLimit,
            };
            if (count > 0 && used + needed > maxGas)
            {
                break;
            }

            used += deposit.Kind != AssetKind.Erc20 ? needed : tokens.Add(deposit.Token) ? NewTokenGas : TokenGas;
            count++;
        }

        return count;
    }
}
