namespace PoaSidechain.Primitives.Bridge;

/// <summary>An EIP-712 struct that signers of a bridge sign: <see cref="Checkpoint"/>, <see cref="DepositAttestation"/> or <see cref="Binding"/>.</summary>
/// <remarks>All fields are static, so <c>hashStruct = keccak256(abi.encode(typeHash, fields…))</c>.</remarks>
public interface IBridgeMessage
{
    /// <summary>EIP-712 type hash: tells the kinds of message apart.</summary>
    Hash256 TypeHash { get; }

    /// <summary>The preimage of the struct hash, <c>abi.encode(typeHash, fields…)</c>: what <c>Attestations.attest</c> takes.</summary>
    byte[] Encode();
}
