using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.State;

/// <summary>Accounts and slot values as leaves of their tries, for whoever takes tries apart or proves them.</summary>
public static class AccountLeaf
{
    /// <summary>RLP [nonce, balance, storageRoot, codeHash].</summary>
    public static byte[] Encode(in Account account)
    {
        Span<byte> leaf = stackalloc byte[AccountCodec.MaxLength];
        return leaf[..AccountCodec.WriteLeaf(account, leaf)].ToArray();
    }

    /// <summary>Reads it; throws RlpException when it is none.</summary>
    public static Account Decode(ReadOnlySpan<byte> leaf)
    {
        var reader = new RlpReader(leaf);
        var account = ReadSlim(ref reader);
        reader.ExpectEnd();
        return account;
    }

    /// <summary>Writes the form that snap/1 has: an empty string in place of the root of no storage and the hash of no code.</summary>
    public static void WriteSlim(RlpWriter writer, in Account account)
    {
        var list = writer.BeginList();
        writer.Write(account.Nonce);
        writer.Write(account.Balance);
        writer.Write(account.StorageRoot == Keccak256.OfEmptyTrie ? [] : account.StorageRoot.Bytes);
        writer.Write(account.CodeHash == Keccak256.OfEmptyString ? [] : account.CodeHash.Bytes);
        writer.EndList(list);
    }

    /// <summary>Reads either form; throws RlpException when it is neither.</summary>
    public static Account ReadSlim(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var account = new Account(
            list.ReadUInt64(), list.ReadUInt256(), list.ReadHashOrNull() ?? Keccak256.OfEmptyTrie, list.ReadHashOrNull() ?? Keccak256.OfEmptyString);
        list.ExpectEnd();
        return account;
    }

    /// <summary>The value of a slot from its leaf, which is its RLP; throws RlpException when it is none.</summary>
    public static UInt256 DecodeSlot(ReadOnlySpan<byte> leaf)
    {
        var reader = new RlpReader(leaf);
        var value = reader.ReadUInt256();
        reader.ExpectEnd();
        return value;
    }
}
