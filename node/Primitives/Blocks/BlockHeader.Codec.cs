using System.Buffers.Binary;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

public sealed partial record BlockHeader
{
    /// <summary>The RLP list.</summary>
    public byte[] Encode()
    {
        using var writer = new RlpWriter(640 + ExtraData.Length);
        Encode(writer);
        return writer.ToArray();
    }

    /// <summary>Writes the RLP list.</summary>
    public void Encode(RlpWriter writer) => Encode(writer, ExtraData.Span);

    /// <summary>Writes the RLP list with other extra data: a Clique seal hash leaves the seal out (EIP-225).</summary>
    public void Encode(RlpWriter writer, ReadOnlySpan<byte> extraData)
    {
        Span<byte> nonce = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, Nonce);
        var list = writer.BeginList();
        writer.Write(ParentHash);
        writer.Write(UnclesHash);
        writer.Write(Beneficiary);
        writer.Write(StateRoot);
        writer.Write(TransactionsRoot);
        writer.Write(ReceiptsRoot);
        writer.Write(LogsBloom.Bytes);
        writer.Write(Difficulty);
        writer.Write(Number);
        writer.Write(GasLimit);
        writer.Write(GasUsed);
        writer.Write(Timestamp);
        writer.Write(extraData);
        writer.Write(MixHash);
        writer.Write(nonce);
        EncodeForkFields(writer);
        writer.EndList(list);
    }

    /// <summary>Reads a header that is the whole input.</summary>
    public static BlockHeader Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new RlpReader(encoded);
        var header = Decode(ref reader);
        reader.ExpectEnd();
        return header;
    }

    /// <summary>Reads a header.</summary>
    public static BlockHeader Decode(ref RlpReader reader)
    {
        var raw = reader.ReadRaw();
        var outer = new RlpReader(raw);
        var list = outer.ReadList();
        var header = new BlockHeader
        {
            ParentHash = list.ReadHash(),
            UnclesHash = list.ReadHash(),
            Beneficiary = list.ReadAddress(),
            StateRoot = list.ReadHash(),
            TransactionsRoot = list.ReadHash(),
            ReceiptsRoot = list.ReadHash(),
            LogsBloom = DecodeBloom(list.ReadExact(Bloom.Size)),
            Difficulty = list.ReadUInt256(),
            Number = list.ReadUInt64(),
            GasLimit = list.ReadUInt64(),
            GasUsed = list.ReadUInt64(),
            Timestamp = list.ReadUInt64(),
            ExtraData = list.ReadByteArray(),
            MixHash = list.ReadHash(),
            Nonce = BinaryPrimitives.ReadUInt64BigEndian(list.ReadExact(8)),
            BaseFeePerGas = list.IsAtEnd ? null : list.ReadUInt256(),
            WithdrawalsRoot = list.IsAtEnd ? null : list.ReadHash(),
            BlobGasUsed = list.IsAtEnd ? null : list.ReadUInt64(),
            ExcessBlobGas = list.IsAtEnd ? null : list.ReadUInt64(),
            ParentBeaconBlockRoot = list.IsAtEnd ? null : list.ReadHash(),
            RequestsHash = list.IsAtEnd ? null : list.ReadHash(),
        };
        list.ExpectEnd();
        header._hash = Keccak256.Hash(raw); // strict RLP has one encoding only, so these are the bytes that Encode would write
        header._hasHash = true;
        return header;
    }

    private static Bloom DecodeBloom(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyExcept((byte)0) ? new Bloom(bytes) : Bloom.Empty;

    /// <summary>The optional fields stand in the order of their forks; the list ends before the first that is absent.</summary>
    private void EncodeForkFields(RlpWriter writer)
    {
        if (BaseFeePerGas is not { } baseFee)
        {
            return;
        }

        writer.Write(baseFee);
        if (WithdrawalsRoot is not { } withdrawalsRoot)
        {
            return;
        }

        writer.Write(withdrawalsRoot);
        if (BlobGasUsed is not { } blobGasUsed)
        {
            return;
        }

        writer.Write(blobGasUsed);
        if (ExcessBlobGas is not { } excessBlobGas)
        {
            return;
        }

        writer.Write(excessBlobGas);
        if (ParentBeaconBlockRoot is not { } beaconRoot)
        {
            return;
        }

        writer.Write(beaconRoot);
        if (RequestsHash is { } requestsHash)
        {
            writer.Write(requestsHash);
        }
    }
}
