using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>A transaction that the user's wallet is asked to sign and send.</summary>
/// <param name="What">What it does, for the user.</param>
/// <param name="IsOnL1">The chain it belongs to.</param>
/// <param name="To">The contract.</param>
/// <param name="Value">Wei sent along.</param>
/// <param name="Data">Call data.</param>
internal sealed record WalletCall(string What, bool IsOnL1, Address To, UInt256 Value, byte[] Data)
{
    /// <summary>Gas that a recipient contract may use when a deposit is credited.</summary>
    private const ulong RecipientGas = 50_000;

    /// <summary>Lets the Vault take exactly this amount.</summary>
    public static WalletCall Approve(Asset asset, in UInt256 amount, BridgeIdentity bridge) => new(
        $"Allow the Vault to take {asset.Format(amount)} {asset.Symbol}", true, asset.Token, UInt256.Zero, Assets.Approve.EncodeCall(bridge.Vault, amount));

    /// <summary>Locks an amount on L1, to be credited to an account on the sidechain.</summary>
    public static WalletCall Deposit(Asset asset, in UInt256 amount, Address to, BridgeIdentity bridge)
    {
        var what = $"Deposit {asset.Format(amount)} {asset.Symbol}";
        return asset.IsEther
            ? new WalletCall(what, true, bridge.Vault, amount, BridgeAbi.Vault.Function("depositETH").EncodeCall(to, RecipientGas, Array.Empty<byte>()))
            : new WalletCall(
                what, true, bridge.Vault, UInt256.Zero, BridgeAbi.Vault.Function("deposit20").EncodeCall(asset.Token, amount, to, RecipientGas, Array.Empty<byte>()));
    }

    /// <summary>Gives an amount up on the sidechain, to be claimed by an account on L1.</summary>
    public static WalletCall Withdraw(Asset asset, in UInt256 amount, Address to)
    {
        var what = $"Withdraw {asset.Format(amount)} {asset.Symbol}";
        return asset.IsEther
            ? new WalletCall(what, false, Predeploys.NativeVault, amount, BridgeAbi.NativeVault.Function("withdraw").EncodeCall(to, UInt256.Zero))
            : new WalletCall(
                what, false, Predeploys.AssetBridge, UInt256.Zero, BridgeAbi.AssetBridge.Function("withdraw").EncodeCall(asset.Token, amount, to, UInt256.Zero));
    }

    /// <summary>The parameter of <c>eth_sendTransaction</c> (EIP-1193).</summary>
    public JsonObject ToJson(Address from) => new()
    {
        ["from"] = from.ToChecksumString(),
        ["to"] = To.ToChecksumString(),
        ["value"] = Hex.Quantity(Value),
        ["data"] = Hex.Encode(Data),
    };
}
