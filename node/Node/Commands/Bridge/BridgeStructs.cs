using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Structs of the contracts, out of their events.</summary>
internal static class BridgeStructs
{
    /// <summary>The leaf that an event of the outbox carries.</summary>
    public static WithdrawalLeaf ReadLeaf(AbiTuple e) => new(
        e.Get<ulong>("index"), (AssetKind)e.Get<ulong>("kind"), e.Get<UInt256>("originChain"), e.Get<Address>("token"), e.Get<Address>("from"),
        e.Get<Address>("to"), e.Get<UInt256>("amount"), e.Get<UInt256>("fee"), e.Get<Hash256>("dataHash"));

    /// <summary>The deposit that an event of the Vault carries.</summary>
    public static Deposit ReadDeposit(AbiTuple e) => new(
        e.Get<ulong>("nonce"), (AssetKind)e.Get<ulong>("kind"), e.Get<Address>("from"), e.Get<Address>("to"), e.Get<Address>("token"),
        e.Get<UInt256>("amount"), e.Get<ulong>("gasLimit"), e.Get<ReadOnlyMemory<byte>>("data"));
}
