using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>What withdrawals and deposits of NFTs carry, out of the events of both chains, and how far they are.</summary>
internal sealed class NftClaims
{
    private readonly Dictionary<ulong, NftList> _withdrawn;
    private readonly Dictionary<ulong, ReadOnlyMemory<byte>> _home; // what the sidechain wrote down of its own NFTs
    private readonly IReadOnlyList<Deposit> _deposits;

    private NftClaims(Dictionary<ulong, NftList> withdrawn, Dictionary<ulong, ReadOnlyMemory<byte>> home, IReadOnlyList<Deposit> deposits) =>
        (_withdrawn, _home, _deposits) = (withdrawn, home, deposits);

    /// <summary>Reads both chains.</summary>
    /// <param name="session">The bridge.</param>
    /// <param name="deposits">Its deposits; they are asked for without them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<NftClaims> ReadAsync(BridgeSession session, IReadOnlyList<Deposit>? deposits, CancellationToken cancellationToken)
    {
        var withdrawn = await session.Sidechain.EventsAsync(Predeploys.NftBridge, BridgeContracts.NftBridge.Event("NftsWithdrawn"), 0, cancellationToken);
        var home = await session.Sidechain.EventsAsync(Predeploys.CollectionVault, BridgeContracts.CollectionVault.Event("NftsWithdrawn"), 0, cancellationToken);
        deposits ??= [.. (await session.L1.EventsAsync(session.Identity.Vault, BridgeContracts.Vault.Event("Deposited"), 0, cancellationToken)).Select(Deposit.FromEvent)];
        return new NftClaims(
            withdrawn.ToDictionary(e => e.Get<ulong>("index"), NftList.FromEvent),
            home.ToDictionary(e => e.Get<ulong>("index"), e => e.Get<ReadOnlyMemory<byte>>("data")),
            deposits);
    }

    /// <summary>What the hash in a leaf stands for: from the withdrawal's event, or, for a deposit that was bounced, from that deposit; null if neither is there.</summary>
    public NftList? Of(WithdrawalLeaf leaf)
    {
        var list = _withdrawn.TryGetValue(leaf.Index, out var found) ? found
            : _home.TryGetValue(leaf.Index, out var data) ? NftList.FromData(data)
            : Bounced(leaf) is { } bounced ? NftList.Of(bounced)
            : null;
        return list?.Contents == leaf.Amount ? list : null;
    }

    /// <summary>The same.</summary>
    /// <exception cref="BridgeException">It is in no event.</exception>
    public NftList Require(WithdrawalLeaf leaf) => Of(leaf)
        ?? throw new BridgeException($"The endpoints have no event that says which NFTs withdrawal {leaf.Index} carries.");

    /// <summary>Call data of <c>NftVault.release</c>, or of <c>CollectionBridge.release</c> for NFTs of the sidechain.</summary>
    public byte[] ReleaseCall(WithdrawalLeaf leaf)
    {
        var list = Require(leaf);
        if (leaf.Kind.IsHome())
        {
            var text = _home.TryGetValue(leaf.Index, out var data) ? data : Bounced(leaf)!.Data;
            return BridgeContracts.CollectionBridge.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), text.ToArray());
        }

        return BridgeContracts.NftVault.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), list.IdsForAbi, list.AmountsForAbi);
    }

    /// <summary>What a claim or release did, out of its receipt.</summary>
    public string Tell(Settlement settlement, WithdrawalLeaf leaf, JsonElement receipt)
    {
        var what = Require(leaf).Of(leaf.Token);
        var queued = ChainConnection.EventsIn(receipt, settlement.Contract, settlement.Abi.Event("ClaimQueued")).SingleOrDefault();
        var isOwed = !leaf.Kind.IsHome() && ChainConnection.EventsIn(receipt, settlement.Contract, settlement.Abi.Event("NftsOwed")).Any();
        return queued is not null
            ? $"Withdrawal {leaf.Index}: {what} is claimed and, as NFTs always are, queued until {BridgeReports.Time(queued.Get<ulong>("releaseAt"))}; claim again then"
            : isOwed ? $"Withdrawal {leaf.Index}: the recipient {leaf.To.ToChecksumString()} or the collection refused; {what} is kept for it (NftVault.collectOwed)"
            : $"Withdrawal {leaf.Index}: {what} handed over to {leaf.To.ToChecksumString()}";
    }

    /// <summary>How a withdrawal ended that was released.</summary>
    public async Task<string> EndAsync(Settlement settlement, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        if (leaf.Kind.IsHome())
        {
            return "handed over"; // its recipient is not called
        }

        var list = Require(leaf);
        var owed = await settlement.L1.ViewAsync(
            settlement.Contract, settlement.Abi.Function("owed"), cancellationToken, leaf.To, (byte)leaf.Kind, leaf.Token, list.IdsForAbi, list.AmountsForAbi);
        return owed.Get<UInt256>(0).IsZero ? "handed over" : "refused by its recipient, for whom NftVault keeps it (collectOwed)";
    }

    private Deposit? Bounced(WithdrawalLeaf leaf) =>
        _deposits.FirstOrDefault(d => d.Kind == leaf.Kind && d.Token == leaf.Token && d.Amount == leaf.Amount && leaf.From == Predeploys.Inbox);
}
