using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>One deposit as made on L1: the Solidity struct <c>DepositData</c>.</summary>
/// <param name="Nonce">Position in the deposit chain; the first is 0.</param>
/// <param name="Kind">Kind of asset.</param>
/// <param name="From">L1 account that deposited.</param>
/// <param name="To">Sidechain account that is credited.</param>
/// <param name="Token">L1 address of the token; zero for ETH.</param>
/// <param name="Amount">What the Vault received, smallest unit.</param>
/// <param name="GasLimit">Gas the recipient may use on the sidechain.</param>
/// <param name="Data">For tokens their metadata; empty for ETH.</param>
public sealed record Deposit(
    ulong Nonce, AssetKind Kind, Address From, Address To, Address Token, UInt256 Amount, ulong GasLimit, ReadOnlyMemory<byte> Data)
{
    private static readonly Hash256 Prefix = BridgeIdentity.HashOf("PoaSidechain.Deposit.v1");

    /// <summary>The deposit that an event <c>Deposited</c> of the Vault carries.</summary>
    public static Deposit FromEvent(AbiTuple deposited) => new(
        deposited.Get<ulong>("nonce"), (AssetKind)deposited.Get<ulong>("kind"), deposited.Get<Address>("from"), deposited.Get<Address>("to"),
        deposited.Get<Address>("token"), deposited.Get<UInt256>("amount"), deposited.Get<ulong>("gasLimit"), deposited.Get<ReadOnlyMemory<byte>>("data"));

    /// <summary>The fields in the order of the Solidity struct, for a call of a contract.</summary>
    public object[] ToAbi() => [Nonce, (byte)Kind, From, To, Token, Amount, GasLimit, Data];

    /// <summary>The hash that is chained: commits to every field and to the bridge.</summary>
    public Hash256 Hash(BridgeIdentity bridge)
    {
        Span<byte> words = stackalloc byte[12 * 32];
        var writer = new WordWriter(words);
        writer.Write(Prefix);
        writer.Write(bridge.SidechainId);
        writer.Write(bridge.L1ChainId);
        writer.Write(bridge.Vault);
        writer.Write(Nonce);
        writer.Write((ulong)Kind);
        writer.Write(From);
        writer.Write(To);
        writer.Write(Token);
        writer.Write(Amount);
        writer.Write(GasLimit);
        writer.Write(Keccak256.Hash(Data.Span));
        return Keccak256.Hash(words);
    }

    /// <summary>Equal fields, equal data bytes.</summary>
    public bool Equals(Deposit? other) =>
        other is not null && Nonce == other.Nonce && Kind == other.Kind && From == other.From && To == other.To && Token == other.Token
        && Amount == other.Amount && GasLimit == other.GasLimit && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Nonce, Kind, From, To, Token, Amount, GasLimit, Data.Length);
}
