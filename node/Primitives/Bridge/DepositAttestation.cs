namespace PoaSidechain.Primitives.Bridge;

/// <summary>What signers say about L1's deposits: the accumulator over the first <see cref="Count"/> of them.</summary>
/// <param name="L1Block">Number of the finalized L1 block in which the last of them was made.</param>
/// <param name="Count">How many deposits.</param>
/// <param name="Acc">The accumulator over them.</param>
public sealed record DepositAttestation(ulong L1Block, ulong Count, Hash256 Acc) : IBridgeMessage
{
    /// <summary>EIP-712 type hash.</summary>
    public static Hash256 Type { get; } = BridgeIdentity.HashOf("DepositAttestation(uint64 l1Block,uint64 count,bytes32 acc)");

    /// <inheritdoc/>
    public Hash256 TypeHash => Type;

    /// <inheritdoc/>
    public byte[] Encode()
    {
        var encoded = new byte[4 * 32];
        var writer = new WordWriter(encoded);
        writer.Write(Type);
        writer.Write(L1Block);
        writer.Write(Count);
        writer.Write(Acc);
        return encoded;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; false for another type, a wrong length or a field out of its range.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out DepositAttestation? attestation)
    {
        var reader = new WordReader(encoded);
        var type = reader.ReadHash();
        var decoded = new DepositAttestation(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadHash());
        attestation = type == Type && reader.IsComplete ? decoded : null;
        return attestation is not null;
    }
}
