using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

public sealed partial record Transaction
{
    /// <summary>Reads an envelope: what eth_sendRawTransaction takes and what the transaction trie holds.</summary>
    public static Transaction Decode(ReadOnlySpan<byte> envelope)
    {
        if (envelope.IsEmpty)
        {
            throw new RlpException("An empty transaction.");
        }

        var reader = new RlpReader(envelope[0] >= 0xc0 ? envelope : envelope[1..]);
        var transaction = envelope[0] switch
        {
            >= 0xc0 => DecodeLegacy(ref reader),
            1 => DecodeAccessList(ref reader),
            2 => DecodeDynamicFee(ref reader),
            3 => DecodeBlob(ref reader),
            4 => DecodeSetCode(ref reader),
            _ => throw new RlpException($"Transaction type {envelope[0]} is not known (EIP-2718)."),
        };
        reader.ExpectEnd();
        transaction._encoded = envelope.ToArray();
        return transaction;
    }

    /// <summary>Reads the next item of a block body or message: a list, or a string that holds a typed envelope.</summary>
    public static Transaction Decode(ref RlpReader reader)
    {
        if (reader.IsNextList)
        {
            return Decode(reader.ReadRaw());
        }

        var envelope = reader.ReadBytes();
        return envelope.Length > 0 && envelope[0] < 0x80
            ? Decode(envelope)
            : throw new RlpException("A typed transaction starts with its type byte (EIP-2718).");
    }

    /// <summary>Writes the form of block bodies and messages.</summary>
    public void Encode(RlpWriter writer)
    {
        if (Type == TransactionType.Legacy)
        {
            writer.WriteRaw(Encoded.Span);
        }
        else
        {
            writer.Write(Encoded.Span);
        }
    }

    /// <summary>The hash that the sender signs (EIP-155 for legacy transactions with a chain id).</summary>
    public Hash256 SigningHash()
    {
        using var writer = new RlpWriter(256 + Data.Length);
        EncodeFields(writer, signed: false);
        return Keccak256.Hash(writer.Written);
    }

    private byte[] EncodeEnvelope()
    {
        using var writer = new RlpWriter(256 + Data.Length);
        EncodeFields(writer, signed: true);
        return writer.ToArray();
    }

    private void EncodeFields(RlpWriter writer, bool signed)
    {
        if (Type != TransactionType.Legacy)
        {
            writer.WriteRaw([(byte)Type]);
        }

        var list = writer.BeginList();
        if (Type != TransactionType.Legacy)
        {
            writer.Write(ChainId.GetValueOrDefault());
        }

        writer.Write(Nonce);
        if (HasFeeCaps)
        {
            writer.Write(MaxPriorityFeePerGas);
        }

        writer.Write(MaxFeePerGas);
        writer.Write(GasLimit);
        writer.Write(To);
        writer.Write(Value);
        writer.Write(Data.Span);
        if (Type != TransactionType.Legacy)
        {
            AccessListEntry.EncodeList(writer, AccessList.Span);
        }

        if (Type == TransactionType.Blob)
        {
            writer.Write(MaxFeePerBlobGas);
            var hashes = writer.BeginList();
            foreach (ref readonly var hash in BlobVersionedHashes.Span)
            {
                writer.Write(hash);
            }

            writer.EndList(hashes);
        }

        if (Type == TransactionType.SetCode)
        {
            Authorization.EncodeList(writer, AuthorizationList.Span);
        }

        EncodeSignature(writer, signed);
        writer.EndList(list);
    }

    private void EncodeSignature(RlpWriter writer, bool signed)
    {
        if (signed)
        {
            writer.Write(SignatureV());
            writer.Write(Signature.R);
            writer.Write(Signature.S);
        }
        else if (Type == TransactionType.Legacy && ChainId is { } chainId)
        {
            writer.Write(chainId);
            writer.Write(0);
            writer.Write(0);
        }
    }

    /// <summary>The v value of the encoding: the parity for typed transactions, 27 or 28, or 35 + 2 * chain id + parity (EIP-155).</summary>
    public UInt256 SignatureV() =>
        Type != TransactionType.Legacy ? (ulong)Signature.YParity
        : ChainId is { } chainId ? (chainId * 2) + 35UL + (ulong)Signature.YParity
        : 27UL + (ulong)Signature.YParity;

    private static Transaction DecodeLegacy(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var nonce = list.ReadUInt64();
        var gasPrice = list.ReadUInt256();
        var gasLimit = list.ReadUInt64();
        var to = list.ReadAddressOrNull();
        var value = list.ReadUInt256();
        var data = list.ReadByteArray();
        var v = list.ReadUInt256();
        var r = list.ReadUInt256();
        var s = list.ReadUInt256();
        list.ExpectEnd();
        var (chainId, parity) = SplitV(v);
        return new Transaction
        {
            ChainId = chainId,
            Nonce = nonce,
            GasPrice = gasPrice,
            GasLimit = gasLimit,
            To = to,
            Value = value,
            Data = data,
            Signature = new Signature(r, s, parity),
        };
    }

    private static (UInt256? ChainId, byte Parity) SplitV(in UInt256 v)
    {
        if (v == 27UL || v == 28UL)
        {
            return (null, (byte)(v.Low64 - 27));
        }

        if (v < 35UL)
        {
            throw new RlpException($"A signature's v is 27, 28 or from 35 on (EIP-155), not {v}.");
        }

        var rest = v - 35UL;
        return (rest >> 1, (byte)(rest.Low64 & 1));
    }

    private static Transaction DecodeAccessList(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var transaction = new Transaction
        {
            Type = TransactionType.AccessList,
            ChainId = list.ReadUInt256(),
            Nonce = list.ReadUInt64(),
            GasPrice = list.ReadUInt256(),
            GasLimit = list.ReadUInt64(),
            To = list.ReadAddressOrNull(),
            Value = list.ReadUInt256(),
            Data = list.ReadByteArray(),
            AccessList = AccessListEntry.DecodeList(ref list),
            Signature = DecodeTypedSignature(ref list),
        };
        list.ExpectEnd();
        return transaction;
    }

    private static Transaction DecodeDynamicFee(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var transaction = new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = list.ReadUInt256(),
            Nonce = list.ReadUInt64(),
            MaxPriorityFeePerGas = list.ReadUInt256(),
            MaxFeePerGas = list.ReadUInt256(),
            GasLimit = list.ReadUInt64(),
            To = list.ReadAddressOrNull(),
            Value = list.ReadUInt256(),
            Data = list.ReadByteArray(),
            AccessList = AccessListEntry.DecodeList(ref list),
            Signature = DecodeTypedSignature(ref list),
        };
        list.ExpectEnd();
        return transaction;
    }

    private static Transaction DecodeBlob(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var transaction = new Transaction
        {
            Type = TransactionType.Blob,
            ChainId = list.ReadUInt256(),
            Nonce = list.ReadUInt64(),
            MaxPriorityFeePerGas = list.ReadUInt256(),
            MaxFeePerGas = list.ReadUInt256(),
            GasLimit = list.ReadUInt64(),
            To = list.ReadAddress(),
            Value = list.ReadUInt256(),
            Data = list.ReadByteArray(),
            AccessList = AccessListEntry.DecodeList(ref list),
            MaxFeePerBlobGas = list.ReadUInt256(),
            BlobVersionedHashes = list.ReadHashes(),
            Signature = DecodeTypedSignature(ref list),
        };
        list.ExpectEnd();
        return transaction;
    }

    private static Transaction DecodeSetCode(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var transaction = new Transaction
        {
            Type = TransactionType.SetCode,
            ChainId = list.ReadUInt256(),
            Nonce = list.ReadUInt64(),
            MaxPriorityFeePerGas = list.ReadUInt256(),
            MaxFeePerGas = list.ReadUInt256(),
            GasLimit = list.ReadUInt64(),
            To = list.ReadAddress(),
            Value = list.ReadUInt256(),
            Data = list.ReadByteArray(),
            AccessList = AccessListEntry.DecodeList(ref list),
            AuthorizationList = Authorization.DecodeList(ref list),
            Signature = DecodeTypedSignature(ref list),
        };
        list.ExpectEnd();
        return transaction;
    }

    private static Signature DecodeTypedSignature(ref RlpReader reader)
    {
        var parity = reader.ReadUInt64();
        if (parity > 1)
        {
            throw new RlpException("A typed transaction's parity is 0 or 1 (EIP-2718).");
        }

        return new Signature(default, default, (byte)parity) { R = reader.ReadUInt256(), S = reader.ReadUInt256() };
    }
}
