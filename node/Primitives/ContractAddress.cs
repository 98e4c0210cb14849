using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives;

/// <summary>Addresses of contracts to be.</summary>
public static class ContractAddress
{
    /// <summary>CREATE and creating transactions: keccak256(rlp([creator, nonce])), last 20 bytes (Yellow Paper section 7).</summary>
    /// <param name="creator">The account that creates.</param>
    /// <param name="nonce">Its nonce before the creation.</param>
    public static Address Of(in Address creator, ulong nonce)
    {
        using var writer = new RlpWriter(32);
        var list = writer.BeginList();
        writer.Write(creator);
        writer.Write(nonce);
        writer.EndList(list);
        return new Address(Keccak256.Hash(writer.Written).Bytes[12..]);
    }

    /// <summary>CREATE2: keccak256(0xff || creator || salt || keccak256(init code)), last 20 bytes (EIP-1014).</summary>
    public static Address Of(in Address creator, in UInt256 salt, in Hash256 initCodeHash)
    {
        Span<byte> bytes = stackalloc byte[85];
        bytes[0] = 0xff;
        creator.CopyTo(bytes[1..]);
        salt.WriteBigEndian(bytes[21..]);
        initCodeHash.CopyTo(bytes[53..]);
        return new Address(Keccak256.Hash(bytes).Bytes[12..]);
    }
}
