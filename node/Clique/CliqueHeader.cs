using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Clique;

/// <summary>What EIP-225 puts into the ordinary fields of a header, and the hash that a signer signs.</summary>
/// <remarks>
/// Layout of the extra data: 32 bytes vanity, at epoch blocks and in genesis 20 bytes for each signer in ascending order, 65 bytes seal (r, s, v with v 0 or 1).
/// Thread: any; pure.
/// </remarks>
public static class CliqueHeader
{
    /// <summary>Bytes of free choice at the start of the extra data (EXTRA_VANITY).</summary>
    public const int VanityLength = 32;

    /// <summary>Bytes of the signature at the end of the extra data (EXTRA_SEAL).</summary>
    public const int SealLength = Signature.Size;

    /// <summary>Nonce of a vote to add a signer (NONCE_AUTH).</summary>
    public const ulong NonceAdd = ulong.MaxValue;

    /// <summary>Nonce of a vote to drop a signer, or of no vote (NONCE_DROP).</summary>
    public const ulong NonceDrop = 0;

    /// <summary>Difficulty of a block sealed by the signer whose turn it is (DIFF_INTURN).</summary>
    public const ulong DifficultyInTurn = 2;

    /// <summary>Difficulty of a block sealed by another signer (DIFF_NOTURN).</summary>
    public const ulong DifficultyOutOfTurn = 1;

    /// <summary>Length of the part between vanity and seal, where signers are listed; negative when the extra data is too short.</summary>
    public static int SignerBytes(BlockHeader header) => header.ExtraData.Length - VanityLength - SealLength;

    /// <summary>The listed signers as they stand there; the caller has checked the length.</summary>
    public static Address[] ListedSigners(BlockHeader header)
    {
        var list = header.ExtraData.Span[VanityLength..^SealLength];
        var signers = new Address[list.Length / Address.Size];
        for (var i = 0; i < signers.Length; i++)
        {
            signers[i] = new Address(list.Slice(i * Address.Size, Address.Size));
        }

        return signers;
    }

    /// <summary>Extra data of an unsealed header: vanity, the signers to list, room for the seal.</summary>
    public static byte[] MakeExtraData(ReadOnlySpan<byte> vanity, ReadOnlySpan<Address> signers)
    {
        var extra = new byte[VanityLength + (signers.Length * Address.Size) + SealLength];
        vanity[..Math.Min(vanity.Length, VanityLength)].CopyTo(extra);
        for (var i = 0; i < signers.Length; i++)
        {
            signers[i].CopyTo(extra.AsSpan(VanityLength + (i * Address.Size)));
        }

        return extra;
    }

    /// <summary>The RLP that is hashed for the seal: the whole header, extra data without its last 65 bytes.</summary>
    /// <remarks>From Shanghai on this includes the later fields, the literal reading of EIP-225 (no other client goes so far on Clique).</remarks>
    public static byte[] SealRlp(BlockHeader header)
    {
        using var writer = new RlpWriter(640 + header.ExtraData.Length);
        header.Encode(writer, header.ExtraData.Span[..^SealLength]);
        return writer.ToArray();
    }

    /// <summary>Keccak-256 of <see cref="SealRlp"/>: what a signer signs, and what tells two sealings of one signer apart.</summary>
    public static Hash256 SealHash(BlockHeader header)
    {
        using var writer = new RlpWriter(640 + header.ExtraData.Length);
        header.Encode(writer, header.ExtraData.Span[..^SealLength]);
        return Keccak256.Hash(writer.Written);
    }

    /// <summary>The account that sealed a header; false when the extra data is too short or the seal is no signature with v 0 or 1.</summary>
    /// <remarks>A high s is accepted as geth does, so a third party can give a sealed block another hash but never another content.</remarks>
    public static bool TryRecoverSigner(BlockHeader header, out Address signer)
    {
        signer = default;
        if (SignerBytes(header) < 0)
        {
            return false;
        }

        var seal = Signature.FromBytes(header.ExtraData.Span[^SealLength..]);
        return seal.YParity <= 1 && Secp256k1.TryRecoverAddress(SealHash(header), seal, out signer);
    }

    /// <summary>The header with a seal in its place.</summary>
    public static BlockHeader WithSeal(BlockHeader header, in Signature seal)
    {
        var extra = header.ExtraData.ToArray();
        seal.CopyTo(extra.AsSpan(extra.Length - SealLength));
        return header with { ExtraData = extra };
    }
}
