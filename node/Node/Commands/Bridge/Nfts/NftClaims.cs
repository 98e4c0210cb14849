using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Nfts;

/// <summary>What withdrawals and deposits of NFTs carry, out of the events of both chains, and how far they are.</summary>
internal sealed class NftClaims
{
    private readonly Dictionary<ulong, NftList> _withdrawn;
    private readonly IReadOnlyList<Deposit> _deposits;

    private NftClaims(Dictionary<ulong, NftList> withdrawn, IReadOnlyList<Deposit> deposits) => (_withdrawn, _deposits) = (withdrawn, deposits);

    /// <summary>Reads both chains.</summary>
    /// <param name="session">The bridge.</param>
    /// <param name="deposits">Its deposits; they are asked for without them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<NftClaims> ReadAsync(BridgeSession session, IReadOnlyList<Deposit>? deposits, CancellationToken cancellationToken)
    {
        var withdrawn = await session.Sidechain.EventsAsync(Predeploys.NftBridge, BridgeContracts.NftBridge.Event("NftsWithdrawn"), 0, cancellationToken);
        deposits ??= [.. (await session.L1.EventsAsync(session.Identity.Vault, BridgeContracts.Vault.Event("Deposited"), 0, cancellationToken)).Select(Deposit.FromEvent)];
        return new NftClaims(withdrawn.ToDictionary(e => e.Get<ulong>("index"), NftList.FromEvent), deposits);
    }

    /// <summary>What the hash in a leaf stands for: from the withdrawal's event, or, for a deposit that was bounced, from that deposit; null if neither is there.</summary>
    public NftList? Of(WithdrawalLeaf leaf)
    {
        var list = _withdrawn.TryGetValue(leaf.Index, out var found) ? found
            : _deposits.FirstOrDefault(d => d.Kind == leaf.Kind && d.Token == leaf.Token && d.Amount == leaf.Amount) is { } bounced ? NftList.Of(bounced)
            : null;
        return list?.Contents == leaf.Amount ? list : null;
    }

    /// <summary>The same.</summary>
    /// <exception cref="BridgeException">It is in no event.</exception>
    public NftList Require(WithdrawalLeaf leaf) => Of(leaf)
        ?? throw new BridgeException($"The endpoints have no event that says which NFTs withdrawal {leaf.Index} carries.");

    /// <summary>Call data of <c>NftVault.release</c>.</summary>
    public byte[] ReleaseCall(WithdrawalLeaf leaf)
    {
        var list = Require(leaf);
        return BridgeContracts.NftVault.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), list.IdsForAbi, list.AmountsForAbi);
    }

    /// <summary>What a claim or release did, out of its receipt.</summary>
    public string Tell(Settlement settlement, WithdrawalLeaf leaf, JsonElement receipt)
    {
        var what = Require(leaf).Of(leaf.Token);
        var queued = ChainConnection.EventsIn(receipt, settlement.Contract, settlement.Abi.Event("ClaimQueued")).SingleOrDefault();
        var isOwed = ChainConnection.EventsIn(receipt, settlement.Contract, settlement.Abi.Event("NftsOwed")).Any();
        return queued is not null
            ? $"Withdrawal {leaf.Index}: {what} is claimed and, as NFTs always are, queued until {BridgeReports.Time(queued.Get<ulong>("releaseAt"))}; claim again then"
            : isOwed ? $"Withdrawal {leaf.Index}: the recipient {leaf.To.ToChecksumString()} or the collection refused; {what} is kept for it (NftVault.collectOwed)"
            : $"Withdrawal {leaf.Index}: {what} handed over to {leaf.To.ToChecksumString()}";
    }

    /// <summary>How a withdrawal ended that was released.</summary>
    public async Task<string> EndAsync(Settlement settlement, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var list = Require(leaf);
        var owed = await settlement.L1.ViewAsync(
            settlement.Contract, settlement.Abi.Function("owed"), cancellationToken, leaf.To, (byte)leaf.Kind, leaf.Token, list.IdsForAbi, list.AmountsForAbi);
        return owed.Get<UInt256>(0).IsZero ? "handed over" : "refused by its recipient, for whom NftVault keeps it (collectOwed)";
    }
}
