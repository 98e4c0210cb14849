using System.Numerics;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>Signatures of members of a set over one digest, as contracts take them.</summary>
/// <param name="Bitmap">Bit i: member i of the set has signed.</param>
/// <param name="Signatures">64-byte signatures in rising order of bits, nothing more.</param>
public sealed record QuorumSignatures(UInt256 Bitmap, ReadOnlyMemory<byte> Signatures)
{
    /// <summary>Number of signatures.</summary>
    public int Count => Signatures.Length / CompactSignature.Size;

    /// <summary>Packs the signatures that really are of members of the set over the digest; others are left out.</summary>
    public static QuorumSignatures Pack(SignerSet set, in Hash256 digest, IEnumerable<CompactSignature> signatures)
    {
        var bySigner = new SortedDictionary<int, CompactSignature>();
        foreach (var signature in signatures)
        {
            if (signature.TryRecover(digest, out var signer) && set.IndexOf(signer) is >= 0 and var member)
            {
                bySigner[member] = signature;
            }
        }

        var bitmap = UInt256.Zero;
        var bytes = new List<byte>(bySigner.Count * CompactSignature.Size);
        foreach (var (member, signature) in bySigner)
        {
            bitmap |= UInt256.One << member;
            bytes.AddRange(signature.ToArray());
        }

        return new QuorumSignatures(bitmap, bytes.ToArray());
    }

    /// <summary>The members that signed, each with its signature; empty when bitmap and signatures do not fit each other or the set.</summary>
    public IReadOnlyList<(Address Signer, CompactSignature Signature)> Unpack(SignerSet set)
    {
        var unpacked = new List<(Address, CompactSignature)>();
        if (!(Bitmap >> set.Size).IsZero || Signatures.Length % CompactSignature.Size != 0 || BitCount() != Count)
        {
            return unpacked;
        }

        for (var member = 0; member < set.Size; member++)
        {
            if (!((Bitmap >> member) & UInt256.One).IsZero)
            {
                var bytes = Signatures.Span.Slice(unpacked.Count * CompactSignature.Size, CompactSignature.Size);
                unpacked.Add((set.Members[member], CompactSignature.FromBytes(bytes)));
            }
        }

        return unpacked;
    }

    /// <summary>True when they are a quorum of the set and each is of the member its bit names.</summary>
    public bool IsQuorum(SignerSet set, Hash256 digest)
    {
        var unpacked = Unpack(set);
        return unpacked.Count >= set.Quorum
            && unpacked.All(u => u.Signature.TryRecover(digest, out var signer) && signer == u.Signer);
    }

    /// <summary>Equal bytes.</summary>
    public bool Equals(QuorumSignatures? other) =>
        other is not null && Bitmap == other.Bitmap && Signatures.Span.SequenceEqual(other.Signatures.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Bitmap, Signatures.Length);

    private int BitCount()
    {
        var count = 0;
        for (var rest = Bitmap; !rest.IsZero; rest >>= 64)
        {
            count += BitOperations.PopCount(rest.Low64);
        }

        return count;
    }
}
