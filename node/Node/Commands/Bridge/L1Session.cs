using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>One bridge as L1 has it: Anchor and Vault, and which bridge they belong to.</summary>
internal class L1Session(ChainConnection l1, BridgeIdentity identity) : IDisposable
{
    public ChainConnection L1 => l1;

    public BridgeIdentity Identity => identity;

    /// <summary>Connects where there is no sidechain to ask any more: the Vault is typed, what its sidechain must be is known from the genesis file.</summary>
    /// <param name="endpoint">JSON-RPC address of L1.</param>
    /// <param name="vault">The Vault.</param>
    /// <param name="chainId">The sidechain's chain id.</param>
    /// <param name="genesis">Hash of its block 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BridgeException">L1 cannot be reached, or the Vault is none, or another sidechain's.</exception>
    public static async Task<L1Session> OpenAsync(string endpoint, Address vault, UInt256 chainId, Hash256 genesis, CancellationToken cancellationToken)
    {
        var l1 = new ChainConnection("L1", endpoint);
        try
        {
            var l1Id = await l1.NumberAsync("eth_chainId", cancellationToken);
            var anchor = (await l1.ViewAsync(vault, BridgeContracts.Vault.Function("ANCHOR"), cancellationToken)).Get<Address>(0);
            var anchorsVault = (await l1.ViewAsync(anchor, BridgeContracts.Anchor.Function("VAULT"), cancellationToken)).Get<Address>(0);
            var anchored = (await l1.ViewAsync(anchor, BridgeContracts.Anchor.Function("GENESIS_HASH"), cancellationToken)).Get<Hash256>(0);
            var named = (await l1.ViewAsync(anchor, BridgeContracts.Anchor.Function("SIDECHAIN_ID"), cancellationToken)).Get<Hash256>(0);
            var identity = new BridgeIdentity(chainId, genesis, l1Id, anchor, vault);
            return anchorsVault != vault ? throw new BridgeException($"{vault.ToChecksumString()} is not the vault of its Anchor {anchor.ToChecksumString()}.")
                : anchored != genesis ? throw new BridgeException($"The vault's sidechain begins with block {anchored}; the genesis file gives {genesis}: it is another chain's.")
                : named != identity.SidechainId ? throw new BridgeException($"The vault's sidechain has another chain id than the genesis file's {chainId}.")
                : new L1Session(l1, identity);
        }
        catch
        {
            l1.Dispose();
            throw;
        }
    }

    public Task<AbiTuple> AnchorAsync(string function, CancellationToken cancellationToken, params object[] arguments) =>
        l1.ViewAsync(identity.Anchor, BridgeContracts.Anchor.Function(function), cancellationToken, arguments);

    public Task<AbiTuple> VaultAsync(string function, CancellationToken cancellationToken, params object[] arguments) =>
        l1.ViewAsync(identity.Vault, BridgeContracts.Vault.Function(function), cancellationToken, arguments);

    /// <summary>Withdrawals under the newest root that L1 accepted.</summary>
    public async Task<ulong> ClaimableAsync(CancellationToken cancellationToken) =>
        (await AnchorAsync("headCounts", cancellationToken)).Get<ulong>("withdrawalCount");

    /// <summary>Time of L1's head, seconds since 1970.</summary>
    public async Task<ulong> L1TimeAsync(CancellationToken cancellationToken) =>
        UInt256.Parse((await l1.AskAsync("eth_getBlockByNumber", cancellationToken, "latest", false)).GetProperty("timestamp").GetString()!).Low64;

    /// <summary>Decimals of an asset, from its contract on L1; 18 for ETH.</summary>
    public async Task<int> DecimalsAsync(Address token, CancellationToken cancellationToken) => token == Address.Zero
        ? 18
        : (int)(await l1.ViewAsync(token, BridgeContracts.Mirror.Function("decimals"), cancellationToken)).Get<ulong>(0);

    public virtual void Dispose() => l1.Dispose();
}
