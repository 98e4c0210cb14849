using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Proofs;

/// <summary>Accounts and storage slots out of <c>eth_getProof</c> answers (EIP-1186), checked against a state root.</summary>
public static class StateProof
{
    /// <summary>Reads an account under a state root; <paramref name="account"/> is null when the proof shows that there is none.</summary>
    public static bool TryReadAccount(
        in Hash256 stateRoot, in Address address, IReadOnlyList<ReadOnlyMemory<byte>> nodes, out ProvenAccount? account)
    {
        var outcome = MerkleProof.Verify(stateRoot, Keccak256.Hash(address.Bytes).Bytes, nodes, out var value);
        account = outcome == ProofOutcome.Included ? DecodeAccount(value.Span) : null;
        return outcome == ProofOutcome.Absent || account is not null;
    }

    /// <summary>Reads a slot under an account's storage root; an absent slot is 0.</summary>
    public static bool TryReadSlot(
        in Hash256 storageRoot, in Hash256 slot, IReadOnlyList<ReadOnlyMemory<byte>> nodes, out UInt256 value)
    {
        value = default;
        var outcome = MerkleProof.Verify(storageRoot, Keccak256.Hash(slot.Bytes).Bytes, nodes, out var encoded);
        return outcome == ProofOutcome.Absent || (outcome == ProofOutcome.Included && TryDecodeValue(encoded.Span, out value));
    }

    private static ProvenAccount? DecodeAccount(ReadOnlySpan<byte> encoded)
    {
        try
        {
            var reader = new RlpReader(encoded);
            var list = reader.ReadList();
            reader.ExpectEnd();
            var account = new ProvenAccount(list.ReadUInt64(), list.ReadUInt256(), list.ReadHash(), list.ReadHash());
            list.ExpectEnd();
            return account;
        }
        catch (RlpException)
        {
            return null;
        }
    }

    private static bool TryDecodeValue(ReadOnlySpan<byte> encoded, out UInt256 value)
    {
        value = default;
        try
        {
            var reader = new RlpReader(encoded);
            value = reader.ReadUInt256();
            reader.ExpectEnd();
            return !value.IsZero; // a zero is never stored
        }
        catch (RlpException)
        {
            return false;
        }
    }
}
