using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Proofs;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>An answer to <c>eth_getProof</c>, not yet checked.</summary>
internal sealed record AccountProof(
    IReadOnlyList<ReadOnlyMemory<byte>> AccountNodes, IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> SlotNodes)
{
    public static AccountProof Read(JsonElement answer) => new(
        answer.Field("accountProof").ToByteList(),
        [.. answer.Field("storageProof").Items().Select(slot => slot.Field("proof").ToByteList())]);

    /// <summary>Values of slots of an account under a state root; null when the proof does not show them.</summary>
    public IReadOnlyList<UInt256>? Check(Hash256 stateRoot, Address address, IReadOnlyList<Hash256> slots)
    {
        if (SlotNodes.Count != slots.Count || !StateProof.TryReadAccount(stateRoot, address, AccountNodes, out var account))
        {
            return null;
        }

        if (account is null)
        {
            return [.. slots.Select(_ => UInt256.Zero)];
        }

        var values = new UInt256[slots.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!StateProof.TryReadSlot(account.StorageRoot, slots[i], SlotNodes[i], out values[i]))
            {
                return null;
            }
        }

        return values;
    }
}
