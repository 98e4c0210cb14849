using System.Globalization;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>What the bridge commands show without sending anything.</summary>
internal static class BridgeReports
{
    /// <summary>Both chains, the head of the Anchor, what waits in either direction, what one asset's ledger holds.</summary>
    /// <param name="session">The bridge.</param>
    /// <param name="token">The asset; zero for ETH.</param>
    /// <param name="isHome">True for a token of the sidechain.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task StatusAsync(BridgeSession session, Address token, bool isHome, TextWriter output, CancellationToken cancellationToken)
    {
        var now = await session.L1TimeAsync(cancellationToken);
        var head = await session.AnchorAsync("head", cancellationToken);
        var counts = await session.AnchorAsync("headCounts", cancellationToken);
        var set = await session.AnchorAsync("signerSet", cancellationToken);
        var quorum = await session.AnchorAsync("quorum", cancellationToken);
        var made = await session.VaultAsync("depositCount", cancellationToken);
        var credited = await session.Sidechain.ViewAsync(Predeploys.Inbox, BridgeContracts.Inbox.Function("count"), cancellationToken);
        var written = await session.Sidechain.ViewAsync(Predeploys.Outbox, BridgeContracts.Outbox.Function("count"), cancellationToken);
        var asset = isHome ? await HomeTokens.StatusAsync(session, token, cancellationToken) : await LedgerAsync(session, token, cancellationToken);
        var acceptedAt = head.Get<ulong>("acceptedAt");

        var bridge = session.Identity;
        await output.WriteLineAsync(
            $"L1 chain {bridge.L1ChainId}: anchor {bridge.Anchor.ToChecksumString()}, vault {bridge.Vault.ToChecksumString()}");
        await output.WriteLineAsync($"Sidechain {bridge.SidechainChainId}: genesis {bridge.GenesisHash}");
        await output.WriteLineAsync($"Signers: {set.Get<ulong>("size")}, quorum {quorum.Get<ulong>(0)}");
        await output.WriteLineAsync(
            $"Checkpoint {head.Get<ulong>("index")}: up to block {head.Get<ulong>("lastBlock")}, "
            + $"accepted {Time(acceptedAt)} ({now - Math.Min(now, acceptedAt)} s ago)");
        await output.WriteLineAsync(
            $"Deposits: {made.Get<ulong>(0)} made, {credited.Get<ulong>(0)} credited, {counts.Get<ulong>("depositCount")} in the checkpoint");
        await output.WriteLineAsync($"Withdrawals: {written.Get<ulong>(0)} written, {counts.Get<ulong>("withdrawalCount")} claimable");
        await output.WriteLineAsync(asset);
        await WarnAsync(session, now, output, cancellationToken);
    }

    /// <summary>An account's deposits with whether they were credited, and its withdrawals with how far they are.</summary>
    public static async Task HistoryAsync(
        BridgeSession session, Address account, ulong l1FromBlock, TextWriter output, CancellationToken cancellationToken)
    {
        var deposited = BridgeContracts.Vault.Event("Deposited");
        var inbox = BridgeContracts.Inbox;
        var credited = (await session.Sidechain.ViewAsync(Predeploys.Inbox, inbox.Function("count"), cancellationToken)).Get<ulong>(0);
        foreach (var deposit in await session.L1.EventsAsync(session.Identity.Vault, deposited, l1FromBlock, cancellationToken))
        {
            if (deposit.Get<Address>("from") == account || deposit.Get<Address>("to") == account)
            {
                var nonce = deposit.Get<ulong>("nonce");
                var failed = nonce < credited && (await session.Sidechain.ViewAsync(
                    Predeploys.Inbox, inbox.Function("failed"), cancellationToken, nonce)).Get<ulong>("failedAt") != 0;
                var state = nonce >= credited ? "waits" : failed ? "could not be credited: retry, or bounce after 7 days" : "credited";
                var asset = await AssetAsync(
                    session, (AssetKind)deposit.Get<ulong>("kind"), deposit.Get<Address>("token"), deposit.Get<UInt256>("amount"), cancellationToken);
                await output.WriteLineAsync($"deposit    {nonce,6}  {asset}  to {deposit.Get<Address>("to").ToChecksumString()}  {state}");
            }
        }

        var claimable = await session.ClaimableAsync(cancellationToken);
        foreach (var leaf in await session.WithdrawalsAsync(cancellationToken))
        {
            if (leaf.From == account || leaf.To == account)
            {
                var state = await StateAsync(session, leaf, claimable, cancellationToken);
                var asset = await AssetAsync(session, leaf.Kind, leaf.Token, leaf.Amount, cancellationToken);
                await output.WriteLineAsync($"withdrawal {leaf.Index,6}  {asset}  to {leaf.To.ToChecksumString()}  {state}");
            }
        }
    }

    /// <summary>A time of L1 as people read it.</summary>
    public static string Time(ulong seconds) =>
        DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static async Task<string> LedgerAsync(BridgeSession session, Address token, CancellationToken cancellationToken)
    {
        var locked = await session.VaultAsync("locked", cancellationToken, token);
        var bucket = await session.VaultAsync("bucket", cancellationToken, token);
        var decimals = await session.DecimalsAsync(token, cancellationToken);
        string Text(UInt256 amount) => AmountText.Format(amount, decimals);
        return $"Locked: {Text(locked.Get<UInt256>(0))}; instant payments: "
            + $"{Text(bucket.Get<UInt256>("used"))} of {Text(bucket.Get<UInt256>("capacity"))} used";
    }

    private static async Task<string> StateAsync(BridgeSession session, WithdrawalLeaf leaf, ulong claimable, CancellationToken cancellationToken)
    {
        var settlement = await Settlement.OfAsync(session, leaf.Kind, cancellationToken);
        if (!await settlement.IsClaimedAsync(leaf.Index, cancellationToken))
        {
            return leaf.Index < claimable ? "can be claimed" : "waits for a checkpoint";
        }

        var (releaseAt, _) = await settlement.QueuedAsync(leaf.Index, cancellationToken);
        if (releaseAt != 0)
        {
            return $"queued until {Time(releaseAt)}";
        }

        return leaf.Kind != AssetKind.Message ? "paid"
            : await BridgeMessages.IsWaitingAsync(session, leaf, cancellationToken) ? "has come, waits to be delivered"
            : "delivered or sent back";
    }

    private static async Task<string> AssetAsync(
        BridgeSession session, AssetKind kind, Address token, UInt256 amount, CancellationToken cancellationToken)
    {
        if (kind is AssetKind.Erc721 or AssetKind.Erc1155 or AssetKind.SidechainErc721 or AssetKind.SidechainErc1155)
        {
            return $"NFTs of {token.ToChecksumString()}{(kind is AssetKind.SidechainErc721 or AssetKind.SidechainErc1155 ? " of the sidechain" : "")}";
        }

        var text = AmountText.Format(amount, await session.DecimalsAsync(kind, token, cancellationToken));
        return kind == AssetKind.Message ? $"message with {text} ETH"
            : token == Address.Zero ? $"{text} ETH"
            : $"{text} of {token.ToChecksumString()}{(kind == AssetKind.SidechainErc20 ? " of the sidechain" : "")}";
    }

    private static async Task WarnAsync(BridgeSession session, ulong now, TextWriter output, CancellationToken cancellationToken)
    {
        var paused = await session.VaultAsync("pausedUntil", cancellationToken);
        string[] parts = ["deposits", "instant", "releases"];
        foreach (var part in parts.Where(part => paused.Get<ulong>(part) > now))
        {
            await output.WriteLineAsync($"PAUSED: {part}, until {Time(paused.Get<ulong>(part))}");
        }

        var acceptance = (await session.AnchorAsync("pausedUntil", cancellationToken)).Get<ulong>(0);
        if (acceptance > now)
        {
            await output.WriteLineAsync($"PAUSED: checkpoints, until {Time(acceptance)}");
        }

        if ((await session.AnchorAsync("exitState", cancellationToken)).Get<bool>("dead"))
        {
            await output.WriteLineAsync("DEAD: no checkpoint is accepted any more; assets leave by the vault's escape functions.");
        }
    }
}
