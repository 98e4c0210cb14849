using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>What became of a transaction (Yellow Paper section 4.3.1, EIP-658, EIP-2718).</summary>
public sealed record Receipt
{
    private Bloom? _bloom;

    /// <summary>The transaction's envelope type.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>State root after the transaction, before Byzantium; else null.</summary>
    public Hash256? PostState { get; init; }

    /// <summary>True when execution succeeded (EIP-658); meaningless where <see cref="PostState"/> is set.</summary>
    public bool Succeeded { get; init; }

    /// <summary>Gas used in the block up to and including this transaction.</summary>
    public required ulong CumulativeGasUsed { get; init; }

    /// <summary>What the transaction's contracts logged.</summary>
    public required Log[] Logs
    {
        get;
        init
        {
            field = value;
            _bloom = null; // a copy made by a with expression brings the bloom of other logs along
        }
    }

    /// <summary>Filter over the logs.</summary>
    public Bloom Bloom => _bloom ??= Bloom.Of(Logs);

    /// <summary>The envelope as it stands in the receipt trie: type byte (typed ones) and RLP list.</summary>
    public void EncodeEnvelope(RlpWriter writer)
    {
        if (Type != TransactionType.Legacy)
        {
            writer.WriteRaw([(byte)Type]);
        }

        var list = writer.BeginList();
        EncodeOutcome(writer);
        writer.Write(CumulativeGasUsed);
        writer.Write(Bloom.Bytes);
        EncodeLogs(writer);
        writer.EndList(list);
    }

    /// <summary>Writes the form of messages: the list, or a string around a typed envelope.</summary>
    public void Encode(RlpWriter writer)
    {
        if (Type == TransactionType.Legacy)
        {
            EncodeEnvelope(writer);
            return;
        }

        using var envelope = new RlpWriter(512);
        EncodeEnvelope(envelope);
        writer.Write(envelope.Written);
    }

    /// <summary>Reads the form of messages; the bloom must be that of the logs.</summary>
    public static Receipt Decode(ref RlpReader reader)
    {
        if (reader.IsNextList)
        {
            return DecodeList(ref reader, TransactionType.Legacy);
        }

        var envelope = reader.ReadBytes();
        if (envelope.IsEmpty || envelope[0] is 0 or > (byte)TransactionType.SetCode)
        {
            throw new RlpException("A typed receipt starts with its type byte (EIP-2718).");
        }

        var inner = new RlpReader(envelope[1..]);
        var receipt = DecodeList(ref inner, (TransactionType)envelope[0]);
        inner.ExpectEnd();
        return receipt;
    }

    /// <summary>Writes the form of the database: without the bloom, which the logs give back.</summary>
    public void EncodeStored(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write((ulong)Type);
        EncodeOutcome(writer);
        writer.Write(CumulativeGasUsed);
        EncodeLogs(writer);
        writer.EndList(list);
    }

    /// <summary>Reads the form of the database.</summary>
    public static Receipt DecodeStored(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var type = (TransactionType)list.ReadUInt64();
        var (postState, succeeded) = DecodeOutcome(ref list);
        var receipt = new Receipt
        {
            Type = type,
            PostState = postState,
            Succeeded = succeeded,
            CumulativeGasUsed = list.ReadUInt64(),
            Logs = DecodeLogs(ref list),
        };
        list.ExpectEnd();
        return receipt;
    }

    private static Receipt DecodeList(ref RlpReader reader, TransactionType type)
    {
        var list = reader.ReadList();
        var (postState, succeeded) = DecodeOutcome(ref list);
        var cumulativeGasUsed = list.ReadUInt64();
        var bloom = list.ReadExact(Bloom.Size);
        var receipt = new Receipt
        {
            Type = type,
            PostState = postState,
            Succeeded = succeeded,
            CumulativeGasUsed = cumulativeGasUsed,
            Logs = DecodeLogs(ref list),
        };
        list.ExpectEnd();
        return receipt.Bloom.Bytes.SequenceEqual(bloom) ? receipt : throw new RlpException("A receipt's bloom is not that of its logs.");
    }

    private void EncodeOutcome(RlpWriter writer)
    {
        if (PostState is { } root)
        {
            writer.Write(root);
        }
        else
        {
            writer.Write(Succeeded ? 1UL : 0UL);
        }
    }

    private static (Hash256? PostState, bool Succeeded) DecodeOutcome(ref RlpReader list)
    {
        var outcome = list.ReadBytes();
        return outcome.Length switch
        {
            0 => (null, false),
            1 when outcome[0] == 1 => (null, true),
            Hash256.Size => (new Hash256(outcome), false),
            _ => throw new RlpException("A receipt starts with a status of 0 or 1 or with a state root (EIP-658)."),
        };
    }

    private void EncodeLogs(RlpWriter writer)
    {
        var logs = writer.BeginList();
        foreach (var log in Logs)
        {
            log.Encode(writer);
        }

        writer.EndList(logs);
    }

    private static Log[] DecodeLogs(ref RlpReader list)
    {
        var items = list.ReadList();
        var logs = new List<Log>();
        while (!items.IsAtEnd)
        {
            logs.Add(Log.Decode(ref items));
        }

        return [.. logs];
    }
}
