using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>Finds out what tokens say of themselves, and what accounts hold.</summary>
internal sealed class Assets(BridgeChains chains)
{
    private static readonly AbiFunction Symbol = AbiFunction.Parse("symbol() returns (string)");
    private static readonly AbiFunction Decimals = AbiFunction.Parse("decimals() returns (uint8)");
    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address) returns (uint256)");
    internal static readonly AbiFunction Approve = AbiFunction.Parse("approve(address,uint256) returns (bool)");
    private static readonly AbiFunction Allowance = AbiFunction.Parse("allowance(address,address) returns (uint256)");

    /// <summary>A token by its L1 address; null when there is no token there.</summary>
    public async Task<Asset?> FindAsync(Address token, CancellationToken cancellationToken)
    {
        if (token == Address.Zero)
        {
            return Asset.Ether;
        }

        var mirror = await BridgeChains.ViewAsync(
            chains.Sidechain, Predeploys.AssetBridge, BridgeAbi.AssetBridge.Function("mirrorOf"), cancellationToken, token);
        return await DescribeAsync(chains.L1, token, mirror.Get<Address>(0), cancellationToken);
    }

    /// <summary>A token of the sidechain by its address there; null when there is none.</summary>
    public Task<Asset?> FindHomeAsync(Address token, CancellationToken cancellationToken) => DescribeAsync(chains.Sidechain, token, Address.Zero, cancellationToken);

    /// <summary>What an account holds on both chains, in smallest units.</summary>
    public async Task<(UInt256 L1, UInt256 Sidechain)> BalancesAsync(Asset asset, Address account, CancellationToken cancellationToken) => asset.IsEther
        ? (await chains.L1.BalanceAsync(account, cancellationToken), await chains.Sidechain.BalanceAsync(account, cancellationToken))
        : (await HoldsAsync(chains.L1, asset.Token, account, cancellationToken), await HoldsAsync(chains.Sidechain, asset.Mirror, account, cancellationToken));

    /// <summary>How much of an account's tokens the Vault may take.</summary>
    public async Task<UInt256> AllowedAsync(Asset asset, Address owner, CancellationToken cancellationToken) =>
        (await BridgeChains.ViewAsync(chains.L1, asset.Token, Allowance, cancellationToken, owner, chains.Identity.Vault)).Get<UInt256>(0);

    private static async Task<Asset?> DescribeAsync(ChainClient chain, Address token, Address mirror, CancellationToken cancellationToken)
    {
        try
        {
            var decimals = (await BridgeChains.ViewAsync(chain, token, Decimals, cancellationToken)).Get<ulong>(0);
            var symbol = (await BridgeChains.ViewAsync(chain, token, Symbol, cancellationToken)).Get<string>(0);
            return decimals > Asset.MostDecimals ? null : new Asset(token, symbol, (int)decimals, mirror);
        }
        catch (Exception e) when (e is AbiException or RpcException)
        {
            return null; // no code there, or not a token's
        }
    }

    private static async Task<UInt256> HoldsAsync(ChainClient chain, Address token, Address account, CancellationToken cancellationToken)
    {
        var result = await chain.CallAsync(null, token, BalanceOf.EncodeCall(account), BlockTag.Latest, cancellationToken);
        return result.Failure is null && result.Data.Length > 0 ? BalanceOf.DecodeResult(result.Data.Span).Get<UInt256>(0) : UInt256.Zero; // no mirror yet
    }
}
