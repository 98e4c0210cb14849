using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Both chains of one bridge and what it is made of, found out from the chains alone.</summary>
/// <remarks>
/// The sidechain's registry names Anchor and Vault; L1 must agree on both chain ids and on the sidechain's name. Whoever serves a false sidechain
/// could name a false Vault: <c>--vault</c> pins it.
/// </remarks>
internal sealed class BridgeSession : L1Session
{
    private BridgeSession(ChainConnection l1, ChainConnection sidechain, BridgeIdentity identity)
        : base(l1, identity) => Sidechain = sidechain;

    public ChainConnection Sidechain { get; }

    /// <summary>Connects and checks that both endpoints belong to one bridge.</summary>
    public static async Task<BridgeSession> OpenAsync(string l1, string sidechain, Address? expectedVault, CancellationToken cancellationToken)
    {
        var first = new ChainConnection("L1", l1);
        var second = new ChainConnection("The sidechain", sidechain);
        try
        {
            return new BridgeSession(first, second, await IdentifyAsync(first, second, expectedVault, cancellationToken));
        }
        catch
        {
            first.Dispose();
            second.Dispose();
            throw;
        }
    }

    /// <summary>All withdrawals written so far, in the order of the tree.</summary>
    public async Task<IReadOnlyList<WithdrawalLeaf>> WithdrawalsAsync(CancellationToken cancellationToken) =>
        [.. (await Sidechain.EventsAsync(Predeploys.Outbox, BridgeContracts.Outbox.Event("WithdrawalAppended"), 0, cancellationToken)).Select(WithdrawalLeaf.FromEvent)];

    /// <summary>The sidechain's mirror of an L1 token.</summary>
    public async Task<Address> MirrorAsync(Address token, CancellationToken cancellationToken) =>
        (await Sidechain.ViewAsync(Predeploys.AssetBridge, BridgeContracts.AssetBridge.Function("mirrorOf"), cancellationToken, token)).Get<Address>(0);

    /// <summary>Decimals of an asset of a kind, from its contract on the chain it comes from.</summary>
    public async Task<int> DecimalsAsync(AssetKind kind, Address token, CancellationToken cancellationToken) => kind != AssetKind.SidechainErc20
        ? await DecimalsAsync(token, cancellationToken)
        : (int)(await Sidechain.ViewAsync(token, BridgeContracts.Mirror.Function("decimals"), cancellationToken)).Get<ulong>(0);

    public override void Dispose()
    {
        base.Dispose();
        Sidechain.Dispose();
    }

    private static async Task<BridgeIdentity> IdentifyAsync(
        ChainConnection l1, ChainConnection sidechain, Address? expectedVault, CancellationToken cancellationToken)
    {
        var registry = BridgeContracts.SignerRegistry;
        if (!(await sidechain.ViewAsync(Predeploys.SignerRegistry, registry.Function("isBound"), cancellationToken)).Get<bool>(0))
        {
            throw new BridgeException("The sidechain's bridge is not bound to L1 yet: its checkpointers have to start first.");
        }

        var named = await sidechain.ViewAsync(Predeploys.SignerRegistry, registry.Function("identity"), cancellationToken);
        var anchor = (await sidechain.ViewAsync(Predeploys.SignerRegistry, registry.Function("anchor"), cancellationToken)).Get<Address>(0);
        var vault = named.Get<Address>("vault");
        if (expectedVault is { } pinned && pinned != vault)
        {
            throw new BridgeException($"The sidechain names {vault.ToChecksumString()} as its vault, not {pinned.ToChecksumString()}.");
        }

        var l1Id = await l1.NumberAsync("eth_chainId", cancellationToken);
        if (l1Id != named.Get<UInt256>("l1ChainId"))
        {
            throw new BridgeException($"The sidechain's bridge leads to chain {named.Get<UInt256>("l1ChainId")}; the L1 endpoint serves chain {l1Id}.");
        }

        var genesis = (await l1.ViewAsync(anchor, BridgeContracts.Anchor.Function("GENESIS_HASH"), cancellationToken)).Get<Hash256>(0);
        var anchorsVault = (await l1.ViewAsync(anchor, BridgeContracts.Anchor.Function("VAULT"), cancellationToken)).Get<Address>(0);
        var identity = new BridgeIdentity(await sidechain.NumberAsync("eth_chainId", cancellationToken), genesis, l1Id, anchor, vault);
        return identity.SidechainId == named.Get<Hash256>("sidechainId") && anchorsVault == vault
            ? identity
            : throw new BridgeException($"The Anchor {anchor.ToChecksumString()} on L1 belongs to another sidechain.");
    }
}
