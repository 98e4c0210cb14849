using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>An account's transfers both ways, from public data of both chains alone: of coin and tokens of L1, the kinds that this page moves.</summary>
internal sealed class History(BridgeChains chains, Assets assets)
{
    /// <summary>Transfers that an account began, newest first: deposits first, then withdrawals.</summary>
    public async Task<IReadOnlyList<Transfer>> OfAsync(Address account, CancellationToken cancellationToken)
    {
        var known = new Dictionary<Address, Asset>();
        return
        [
            .. await DepositsAsync(account, known, cancellationToken),
            .. await WithdrawalsAsync(account, known, cancellationToken),
        ];
    }

    private async Task<IEnumerable<Transfer>> DepositsAsync(Address account, Dictionary<Address, Asset> known, CancellationToken cancellationToken)
    {
        var deposited = BridgeAbi.Vault.Event("Deposited");
        var head = (await chains.L1.HeadAsync(cancellationToken)).Number;
        var logs = await BridgeChains.LogsAsync(
            chains.L1, chains.Identity.Vault, chains.L1Start, head, cancellationToken, deposited.Topic, null, null, Topic(account));
        var takenIn = await chains.TakenInAsync(cancellationToken);
        var transfers = new List<Transfer>();
        foreach (var log in logs)
        {
            var values = deposited.Decode(log.ToLog());
            if (!IsShown((AssetKind)values.Get<ulong>("kind")))
            {
                continue;
            }

            var number = values.Get<UInt256>("nonce").Low64;
            var state = number >= takenIn ? TransferState.OnL1
                : await HasFailedAsync(number, cancellationToken) ? TransferState.CreditFailed
                : TransferState.Credited;
            var asset = await AssetAsync(values.Get<Address>("token"), known, cancellationToken);
            transfers.Add(new Transfer(number, asset, values.Get<UInt256>("amount"), values.Get<Address>("to"), state, log.BlockNumber, null, null));
        }

        return transfers.AsEnumerable().Reverse();
    }

    private async Task<IEnumerable<Transfer>> WithdrawalsAsync(Address account, Dictionary<Address, Asset> known, CancellationToken cancellationToken)
    {
        var claimable = (await chains.AnchorAsync("headCounts", cancellationToken)).Get<ulong>("withdrawalCount");
        var transfers = new List<Transfer>();
        foreach (var log in await Withdrawals.LogsAsync(chains.Sidechain, cancellationToken, null, Topic(account)))
        {
            var leaf = Withdrawals.LeafOf(log);
            if (!IsShown(leaf.Kind))
            {
                continue;
            }

            var (state, releaseAt) = leaf.Index >= claimable
                ? (TransferState.OnSidechain, null)
                : await ClaimStateAsync(leaf.Index, cancellationToken);
            var asset = await AssetAsync(leaf.Token, known, cancellationToken);
            transfers.Add(new Transfer(leaf.Index, asset, leaf.Amount, leaf.To, state, log.BlockNumber, leaf, releaseAt));
        }

        return transfers.AsEnumerable().Reverse();
    }

    private async Task<(TransferState State, DateTimeOffset? ReleaseAt)> ClaimStateAsync(ulong index, CancellationToken cancellationToken)
    {
        if (!(await chains.VaultAsync("isClaimed", cancellationToken, (UInt256)index)).Get<bool>(0))
        {
            return (TransferState.Claimable, null);
        }

        var releaseAt = (await chains.VaultAsync("queued", cancellationToken, (UInt256)index)).Get<ulong>("releaseAt");
        return releaseAt == 0 ? (TransferState.Claimed, null) : (TransferState.Queued, DateTimeOffset.FromUnixTimeSeconds((long)releaseAt));
    }

    private async Task<bool> HasFailedAsync(ulong nonce, CancellationToken cancellationToken) =>
        (await BridgeChains.ViewAsync(chains.Sidechain, Predeploys.Inbox, BridgeAbi.Inbox.Function("failed"), cancellationToken, nonce)).Get<ulong>("failedAt") != 0;

    private async Task<Asset> AssetAsync(Address token, Dictionary<Address, Asset> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(token, out var asset))
        {
            asset = await assets.FindAsync(token, cancellationToken) ?? new Asset(token, token.ToChecksumString(), 0, Address.Zero);
            known.Add(token, asset);
        }

        return asset;
    }

    private static bool IsShown(AssetKind kind) => kind is AssetKind.Eth or AssetKind.Erc20;

    private static Hash256 Topic(Address account)
    {
        Span<byte> word = stackalloc byte[Hash256.Size];
        account.Bytes.CopyTo(word[(Hash256.Size - Address.Size)..]);
        return new Hash256(word);
    }
}
