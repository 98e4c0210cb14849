using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>One withdrawal as written into the sidechain's outbox tree: the Solidity struct <c>Leaf</c>.</summary>
/// <param name="Index">Position in the tree; the key of replay protection on L1.</param>
/// <param name="Kind">Kind of asset.</param>
/// <param name="OriginChain">Chain id of the chain the asset comes from.</param>
/// <param name="Token">Address of the asset there; zero for ETH.</param>
/// <param name="From">Account that gave the asset up on the sidechain.</param>
/// <param name="To">Account that receives it on L1.</param>
/// <param name="Amount">Amount, smallest unit.</param>
/// <param name="Fee">Part of the amount paid to whoever carries the claim to L1.</param>
/// <param name="DataHash">Hash of a message payload; zero if none.</param>
public sealed record WithdrawalLeaf(
    ulong Index, AssetKind Kind, UInt256 OriginChain, Address Token, Address From, Address To, UInt256 Amount, UInt256 Fee, Hash256 DataHash)
{
    private static readonly Hash256 Prefix = BridgeIdentity.HashOf("PoaSidechain.Withdrawal.v1");

    /// <summary>The leaf that an event <c>WithdrawalAppended</c> of the Outbox carries.</summary>
    public static WithdrawalLeaf FromEvent(AbiTuple appended) => new(
        appended.Get<ulong>("index"), (AssetKind)appended.Get<ulong>("kind"), appended.Get<UInt256>("originChain"), appended.Get<Address>("token"),
        appended.Get<Address>("from"), appended.Get<Address>("to"), appended.Get<UInt256>("amount"), appended.Get<UInt256>("fee"), appended.Get<Hash256>("dataHash"));

    /// <summary>The fields in the order of the Solidity struct, for a call of a contract.</summary>
    public object[] ToAbi() => [Index, (byte)Kind, OriginChain, Token, From, To, Amount, Fee, DataHash];

    /// <summary>The leaf's hash: hashed twice, so that no inner node of the tree can pass for one.</summary>
    public Hash256 Hash(BridgeIdentity bridge)
    {
        Span<byte> words = stackalloc byte[13 * 32];
        var writer = new WordWriter(words);
        writer.Write(Prefix);
        writer.Write(bridge.SidechainId);
        writer.Write(bridge.L1ChainId);
        writer.Write(bridge.Vault);
        writer.Write(Index);
        writer.Write((ulong)Kind);
        writer.Write(OriginChain);
        writer.Write(Token);
        writer.Write(From);
        writer.Write(To);
        writer.Write(Amount);
        writer.Write(Fee);
        writer.Write(DataHash);
        return Keccak256.Hash(Keccak256.Hash(words).Bytes);
    }
}
