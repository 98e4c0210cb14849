using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>What L1's events tell of a bridge: everything that came, and everything that has left.</summary>
internal sealed class L1Past
{
    private L1Past(Address nftVault, Address mirrorBridge, Address collectionBridge) =>
        (NftVault, MirrorBridge, CollectionBridge) = (nftVault, mirrorBridge, collectionBridge);

    /// <summary>Keeps the NFTs on L1.</summary>
    public Address NftVault { get; }

    /// <summary>Mints and burns the mirrors of the sidechain's tokens; zero where the bridge has none.</summary>
    public Address MirrorBridge { get; }

    /// <summary>Mints and burns the mirrors of the sidechain's NFTs; zero where the bridge has none.</summary>
    public Address CollectionBridge { get; }

    /// <summary>All deposits, in the order of their nonces.</summary>
    public required IReadOnlyList<Deposit> Deposits { get; init; }

    /// <summary>Balances that left, by holder and token (zero for ETH): what was paid for them.</summary>
    public required IReadOnlyDictionary<(Address Account, Address Token), UInt256> Escaped { get; init; }

    /// <summary>NFTs that left, by holder.</summary>
    public required IReadOnlySet<(Address Account, Address Token, UInt256 Id)> EscapedNfts { get; init; }

    /// <summary>Deposits that went back.</summary>
    public required IReadOnlySet<ulong> Refunded { get; init; }

    /// <summary>Withdrawals of coin and tokens that were paid.</summary>
    public required IReadOnlySet<ulong> Paid { get; init; }

    /// <summary>Assets of a kind that were ever deposited.</summary>
    public IEnumerable<Address> Tokens(AssetKind kind) => Deposits.Where(d => d.Kind == kind).Select(d => d.Token).Distinct();

    public static async Task<L1Past> ReadAsync(L1Session session, ulong fromBlock, CancellationToken cancellationToken)
    {
        var vault = session.Identity.Vault;
        var nftVault = (await session.VaultAsync("NFT_VAULT", cancellationToken)).Get<Address>(0);
        var mirrorBridge = (await session.VaultAsync("MIRROR_BRIDGE", cancellationToken)).Get<Address>(0);
        var collectionBridge = (await session.VaultAsync("COLLECTION_BRIDGE", cancellationToken)).Get<Address>(0);
        var escaped = await EventsAsync(vault, BridgeContracts.Vault, "Escaped");
        var nfts = await EventsAsync(nftVault, BridgeContracts.NftVault, "NftEscaped");
        var refunded = await EventsAsync(vault, BridgeContracts.Vault, "DepositRefunded");
        var refundedNfts = await EventsAsync(nftVault, BridgeContracts.NftVault, "NftDepositRefunded");
        var refundedTokens = mirrorBridge.IsZero ? [] : await EventsAsync(mirrorBridge, BridgeContracts.MirrorBridge, "DepositRefunded");
        var refundedHomeNfts = collectionBridge.IsZero ? [] : await EventsAsync(collectionBridge, BridgeContracts.CollectionBridge, "NftDepositRefunded");
        return new L1Past(nftVault, mirrorBridge, collectionBridge)
        {
            Deposits = [.. (await EventsAsync(vault, BridgeContracts.Vault, "Deposited")).Select(Deposit.FromEvent)],
            Escaped = escaped.ToDictionary(e => (e.Get<Address>("account"), e.Get<Address>("token")), e => e.Get<UInt256>("amount")),
            EscapedNfts = nfts.Select(e => (e.Get<Address>("account"), e.Get<Address>("token"), e.Get<UInt256>("id"))).ToHashSet(),
            Refunded = refunded.Concat(refundedNfts).Concat(refundedTokens).Concat(refundedHomeNfts).Select(e => e.Get<ulong>("nonce")).ToHashSet(),
            Paid = (await EventsAsync(vault, BridgeContracts.Vault, "Claimed")).Select(e => e.Get<ulong>("index")).ToHashSet(),
        };

        Task<IReadOnlyList<AbiTuple>> EventsAsync(Address contract, ContractAbi abi, string name) =>
            session.L1.EventsAsync(contract, abi.Event(name), fromBlock, cancellationToken);
    }
}
