using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>A transaction that was given a nonce and is not final yet, with all its attempts.</summary>
/// <remarks>Immutable.</remarks>
internal sealed record LaneTransaction
{
    public required ulong Nonce { get; init; }

    public required TransactionIntent Intent { get; init; }

    public required ulong GasLimit { get; init; }

    /// <summary>When it was made, seconds since 1970.</summary>
    public required ulong CreatedAt { get; init; }

    /// <summary>Oldest first, never empty.</summary>
    public required IReadOnlyList<TransactionAttempt> Attempts { get; init; }

    /// <summary>The dearest attempt.</summary>
    public TransactionAttempt Newest => Attempts[^1];

    /// <summary>Most it can cost as it stands, wei.</summary>
    public UInt256 WorstCost => Newest.Fee.MaxFee * GasLimit;

    /// <summary>True when the attempt with that hash carries the intent; false for one of an earlier intent that had the nonce before.</summary>
    public bool Carries(Hash256 hash) => Attempts.Any(a => a.Hash == hash && a.Raw.Span.IndexOf(Intent.Data.Span) >= 0);

    public LaneTransaction With(TransactionAttempt attempt) => this with { Attempts = [.. Attempts, attempt] };

    public byte[] Encode()
    {
        using var writer = new RlpWriter(512 + Intent.Data.Length);
        var list = writer.BeginList();
        writer.Write(Nonce);
        writer.WriteText(Intent.Purpose);
        writer.Write(Intent.To);
        writer.Write(Intent.Data.Span);
        writer.Write(GasLimit);
        writer.Write(CreatedAt);
        var attempts = writer.BeginList();
        foreach (var attempt in Attempts)
        {
            var item = writer.BeginList();
            writer.Write(attempt.Raw.Span);
            writer.Write(attempt.Hash);
            writer.Write(attempt.Fee.MaxFee);
            writer.Write(attempt.Fee.Tip);
            writer.Write(attempt.Block);
            writer.EndList(item);
        }

        writer.EndList(attempts);
        writer.EndList(list);
        return writer.ToArray();
    }

    public static LaneTransaction Decode(ReadOnlySpan<byte> encoded)
    {
        var list = new RlpReader(encoded).ReadList();
        var nonce = list.ReadUInt64();
        var intent = new TransactionIntent(Encoding.UTF8.GetString(list.ReadBytes()), list.ReadAddress(), list.ReadByteArray());
        var gasLimit = list.ReadUInt64();
        var createdAt = list.ReadUInt64();
        var attempts = new List<TransactionAttempt>();
        for (var rest = list.ReadList(); !rest.IsAtEnd;)
        {
            var item = rest.ReadList();
            attempts.Add(new TransactionAttempt(
                item.ReadByteArray(), item.ReadHash(), new FeeQuote(item.ReadUInt256(), item.ReadUInt256()), item.ReadUInt64()));
        }

        return new LaneTransaction { Nonce = nonce, Intent = intent, GasLimit = gasLimit, CreatedAt = createdAt, Attempts = attempts };
    }
}
