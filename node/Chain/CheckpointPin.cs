using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain;

/// <summary>The blocks that checkpoints on L1 have fixed: this node never leaves the final one, and answers the tags safe and finalized by them.</summary>
/// <remarks>
/// Clique has no finality of its own (three in-turn blocks outweigh five out of turn), so this is fork-choice rule one, before total difficulty.
/// Stored as RLP [[attested number, hash], [final index, number, hash]]. Thread: any.
/// </remarks>
public sealed class CheckpointPin
{
    private readonly IKeyValueStore _database;
    private readonly Lock _writeLock = new();
    private volatile Pins _pins;

    /// <summary>Reads what was stored.</summary>
    public CheckpointPin(IKeyValueStore database)
    {
        _database = database;
        _pins = database.Get(Schema.CheckpointPin) is { } stored ? Pins.Decode(stored) : new Pins(null, null);
    }

    /// <summary>The last block that a quorum of signers has attested; null before the first.</summary>
    public (ulong Number, Hash256 Hash)? Attested => _pins.Attested;

    /// <summary>The last block in an L1-final checkpoint; null before the first.</summary>
    public (ulong Index, ulong Number, Hash256 Hash)? Final => _pins.Final;

    /// <summary>Records a quorum's attestation; an older one than is known is ignored.</summary>
    public void SetAttested(ulong number, in Hash256 hash)
    {
        lock (_writeLock)
        {
            if (_pins.Attested is not { } attested || number > attested.Number)
            {
                Store(_pins with { Attested = (number, hash) });
            }
        }
    }

    /// <summary>Records an L1-final checkpoint, durably before it takes effect; an older one than is known is ignored.</summary>
    public void SetFinal(ulong index, ulong number, in Hash256 hash)
    {
        lock (_writeLock)
        {
            if (_pins.Final is not { } final || index > final.Index)
            {
                Store(_pins with { Final = (index, number, hash) });
            }
        }
    }

    private void Store(Pins pins)
    {
        using var batch = _database.CreateBatch();
        batch.Put(Schema.CheckpointPin, pins.Encode());
        _database.Write(batch, durable: true);
        _pins = pins;
    }

    private sealed record Pins((ulong Number, Hash256 Hash)? Attested, (ulong Index, ulong Number, Hash256 Hash)? Final)
    {
        public byte[] Encode()
        {
            using var writer = new RlpWriter();
            var all = writer.BeginList();
            var list = writer.BeginList();
            if (Attested is { } attested)
            {
                writer.Write(attested.Number);
                writer.Write(attested.Hash);
            }

            writer.EndList(list);
            list = writer.BeginList();
            if (Final is { } final)
            {
                writer.Write(final.Index);
                writer.Write(final.Number);
                writer.Write(final.Hash);
            }

            writer.EndList(list);
            writer.EndList(all);
            return writer.ToArray();
        }

        public static Pins Decode(ReadOnlySpan<byte> stored)
        {
            var reader = new RlpReader(stored);
            var all = reader.ReadList();
            var attested = all.ReadList();
            var final = all.ReadList();
            return new Pins(
                attested.IsAtEnd ? null : (attested.ReadUInt64(), attested.ReadHash()),
                final.IsAtEnd ? null : (final.ReadUInt64(), final.ReadUInt64(), final.ReadHash()));
        }
    }
}
