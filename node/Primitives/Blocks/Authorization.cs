using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>A signed wish of an account to run another contract's code (EIP-7702).</summary>
/// <param name="ChainId">The chain it is for, or 0 for any.</param>
/// <param name="Address">The contract whose code is to run; zero takes a delegation back.</param>
/// <param name="Nonce">The authority's nonce at the time.</param>
/// <param name="Signature">Over keccak256(0x05 || rlp([chainId, address, nonce])).</param>
public sealed record Authorization(UInt256 ChainId, Address Address, ulong Nonce, Signature Signature)
{
    private const byte Magic = 0x05;

    /// <summary>The account that signed; false when the signature is none, or has a high s (EIP-2).</summary>
    public bool TryRecoverAuthority(out Address authority)
    {
        authority = default;
        return Signature.YParity <= 1
            && Signature.S <= Secp256k1.HalfOrder
            && Secp256k1.TryRecoverAddress(SigningHash(), Signature, out authority);
    }

    /// <summary>The hash that the authority signs.</summary>
    public Hash256 SigningHash()
    {
        using var writer = new RlpWriter(64);
        writer.WriteRaw([Magic]);
        var list = writer.BeginList();
        writer.Write(ChainId);
        writer.Write(Address);
        writer.Write(Nonce);
        writer.EndList(list);
        return Keccak256.Hash(writer.Written);
    }

    internal static void EncodeList(RlpWriter writer, ReadOnlySpan<Authorization> authorizations)
    {
        var list = writer.BeginList();
        foreach (var authorization in authorizations)
        {
            var item = writer.BeginList();
            writer.Write(authorization.ChainId);
            writer.Write(authorization.Address);
            writer.Write(authorization.Nonce);
            writer.Write(authorization.Signature.YParity);
            writer.Write(authorization.Signature.R);
            writer.Write(authorization.Signature.S);
            writer.EndList(item);
        }

        writer.EndList(list);
    }

    internal static Authorization[] DecodeList(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var authorizations = new Authorization[list.CountItems()];
        for (var i = 0; i < authorizations.Length; i++)
        {
            var item = list.ReadList();
            var chainId = item.ReadUInt256();
            var address = item.ReadAddress();
            var nonce = item.ReadUInt64();
            var parity = item.ReadUInt64();
            if (parity > byte.MaxValue)
            {
                throw new RlpException("An authorization's parity does not fit a byte (EIP-7702).");
            }

            var r = item.ReadUInt256();
            var s = item.ReadUInt256();
            item.ExpectEnd();
            authorizations[i] = new Authorization(chainId, address, nonce, new Signature(r, s, (byte)parity));
        }

        return authorizations;
    }
}
