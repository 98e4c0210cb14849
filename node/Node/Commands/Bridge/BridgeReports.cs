using System.Globalization;
using PoaSidechain.Node.Commands.Bridge.Nfts;
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
    /// <param name="nfts">NFTs, in the token's place; null for none.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task StatusAsync(
        BridgeSession session, Address token, bool isHome, NftChoice? nfts, TextWriter output, CancellationToken cancellationToken)
    {
        var now = await session.L1TimeAsync(cancellationToken);
        var head = await session.AnchorAsync("head", cancellationToken);
        var counts = await session.AnchorAsync("headCounts", cancellationToken);
        var set = await session.AnchorAsync("signerSet", cancellationToken);
        var quorum = await session.AnchorAsync("quorum", cancellationToken);
        var made = await session.VaultAsync("depositCount", cancellationToken);
        var credited = await session.Sidechain.ViewAsync(Predeploys.Inbox, BridgeContracts.Inbox.Function("count"), cancellationToken);
        var written = await session.Sidechain.ViewAsync(Predeploys.Outbox, BridgeContracts.Outbox.Function("count"), cancellationToken);
        var asset = nfts is not null && isHome ? await HomeCollections.StatusAsync(session, nfts, cancellationToken)
            : nfts is not null ? await NftTransfers.StatusAsync(session, nfts, cancellationToken)
            : isHome ? await HomeTokens.StatusAsync(session, token, cancellationToken)
            : await LedgerAsync(session, token, cancellationToken);
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
        Deposit[] deposits = [.. (await session.L1.EventsAsync(session.Identity.Vault, deposited, l1FromBlock, cancellationToken)).Select(Deposit.FromEvent)];
        foreach (var deposit in deposits)
        {
            if (deposit.From == account || deposit.To == account)
            {
                var nonce = deposit.Nonce;
                var failed = nonce < credited && (await session.Sidechain.ViewAsync(
                    Predeploys.Inbox, inbox.Function("failed"), cancellationToken, nonce)).Get<ulong>("failedAt") != 0;
                var state = nonce >= credited ? "waits" : failed ? "could not be credited: retry, or bounce after 7 days" : "credited";
                var nfts = deposit.Kind.IsNft() ? NftList.Of(deposit) : null;
                var asset = await AssetAsync(session, deposit.Kind, deposit.Token, deposit.Amount, nfts, cancellationToken);
                await output.WriteLineAsync($"deposit    {nonce,6}  {asset}  to {deposit.To.ToChecksumString()}  {state}");
            }
        }

        var claimable = await session.ClaimableAsync(cancellationToken);
        var contents = await NftClaims.ReadAsync(session, l1FromBlock == 0 ? deposits : null, cancellationToken);
        foreach (var leaf in await session.WithdrawalsAsync(cancellationToken))
        {
            if (leaf.From == account || leaf.To == account)
            {
                var state = await StateAsync(session, leaf, claimable, contents, cancellationToken);
                var nfts = leaf.Kind.IsNft() ? contents.Of(leaf) : null;
                var asset = await AssetAsync(session, leaf.Kind, leaf.Token, leaf.Amount, nfts, cancellationToken);
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

    private static async Task<string> StateAsync(
        BridgeSession session, WithdrawalLeaf leaf, ulong claimable, NftClaims contents, CancellationToken cancellationToken)
    {
        if (await Settlement.FindAsync(session, leaf.Kind, cancellationToken) is not { } settlement)
        {
            return "not known to this program";
        }

        if (!await settlement.IsClaimedAsync(leaf.Index, cancellationToken))
        {
            return leaf.Index < claimable ? "can be claimed" : "waits for a checkpoint";
        }

        var (releaseAt, _) = await settlement.QueuedAsync(leaf.Index, cancellationToken);
        if (releaseAt != 0)
        {
            return $"queued until {Time(releaseAt)}";
        }

        return leaf.Kind.IsNft() ? contents.Of(leaf) is null ? "handed over" : await contents.EndAsync(settlement, leaf, cancellationToken)
            : leaf.Kind != AssetKind.Message ? "paid"
            : await BridgeMessages.IsWaitingAsync(session, leaf, cancellationToken) ? "has come, waits to be delivered"
            : "delivered or sent back";
    }

    private static async Task<string> AssetAsync(
        BridgeSession session, AssetKind kind, Address token, UInt256 amount, NftList? nfts, CancellationToken cancellationToken)
    {
        if (kind.IsNft())
        {
            return $"{nfts?.Of(token) ?? $"NFTs of {token.ToChecksumString()}"}{(kind.IsHome() ? " of the sidechain" : "")}";
        }

        if (!Enum.IsDefined(kind) || kind == AssetKind.None)
        {
            return $"an asset of kind {(byte)kind}";
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
