using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Contracts;

/// <summary>Calls of the Anchor, and of the registry that takes the same checkpoint.</summary>
internal static class AnchorCalls
{
    private const string ExtrasType = "((bytes nextSet,bytes epochHeader,uint256 epochMask,bytes32[] epochSiblings,bytes proof) extras)";

    /// <summary><c>Anchor.submit</c>.</summary>
    public static byte[] Submit(Checkpoint checkpoint, SignerSet set, QuorumSignatures signatures, SignerSet nextSet, EpochProof? epoch) =>
        BridgeAbi.Anchor.Function("submit").EncodeCall(
            checkpoint.ToAbi(), set.Bytes, signatures.Bitmap, signatures.Signatures, Extras(checkpoint, nextSet, epoch));

    /// <summary><c>SignerRegistry.handover</c>.</summary>
    public static byte[] Handover(Checkpoint checkpoint, SignerSet set, SignerSet nextSet, QuorumSignatures signatures) =>
        BridgeAbi.SignerRegistry.Function("handover").EncodeCall(
            checkpoint.ToAbi(), set.Bytes, nextSet.Bytes, signatures.Bitmap, signatures.Signatures);

    private static byte[] Extras(Checkpoint checkpoint, SignerSet nextSet, EpochProof? epoch)
    {
        if (!checkpoint.ChangesSet && epoch is null)
        {
            return [];
        }

        object[] siblings = epoch is null ? [] : [.. epoch.Path.Siblings.Select(s => (object)s)];
        object[] extras =
        [
            checkpoint.ChangesSet ? nextSet.Bytes : ReadOnlyMemory<byte>.Empty,
            epoch?.Header ?? ReadOnlyMemory<byte>.Empty,
            (UInt256)(epoch?.Path.Mask ?? 0UL),
            siblings,
            ReadOnlyMemory<byte>.Empty,
        ];
        return AbiEncoder.Encode(ExtrasType, [extras]);
    }
}
