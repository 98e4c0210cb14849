using System.Globalization;
using System.Text.Json;
using PoaSidechain.Clique;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>Writes snapshots and status as geth does; numbers in them are JSON numbers.</summary>
internal static class CliqueJson
{
    /// <summary>clique_getSnapshot.</summary>
    public static ResultWriter<Snapshot> Snapshot { get; } = WriteSnapshot;

    /// <summary>clique_status.</summary>
    public static ResultWriter<CliqueStatus> Status { get; } = WriteStatus;

    private static void WriteSnapshot(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number"u8, snapshot.Number);
        writer.WriteHash("hash"u8, snapshot.Hash);
        writer.WriteStartObject("signers"u8);
        foreach (var signer in snapshot.Signers)
        {
            writer.WriteStartObject(signer.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("recents"u8);
        foreach (var recent in snapshot.Recents)
        {
            writer.WriteString(recent.BlockNumber.ToString(CultureInfo.InvariantCulture), recent.Signer.ToString());
        }

        writer.WriteEndObject();
        WriteVotes(writer, snapshot);
        WriteTally(writer, snapshot);
        writer.WriteEndObject();
    }

    private static void WriteVotes(Utf8JsonWriter writer, Snapshot snapshot)
    {
        if (snapshot.Number == 0)
        {
            writer.WriteNull("votes"u8); // geth: a list that was never made
            return;
        }

        writer.WriteStartArray("votes"u8);
        foreach (var vote in snapshot.Votes)
        {
            writer.WriteStartObject();
            writer.WriteAddress("signer"u8, vote.Signer);
            writer.WriteNumber("block"u8, vote.BlockNumber);
            writer.WriteAddress("address"u8, vote.Account);
            writer.WriteBoolean("authorize"u8, vote.Add);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTally(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartObject("tally"u8);
        foreach (var tally in snapshot.Tallies)
        {
            writer.WriteStartObject(tally.Account.ToString());
            writer.WriteBoolean("authorize"u8, tally.Add);
            writer.WriteNumber("votes"u8, tally.Votes);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, CliqueStatus status)
    {
        writer.WriteStartObject();
        writer.WriteNumber("inturnPercent"u8, status.InTurnPercent);
        writer.WriteStartObject("sealerActivity"u8);
        foreach (var (signer, count) in status.SealerActivity)
        {
            writer.WriteNumber(signer.ToString(), count);
        }

        writer.WriteEndObject();
        writer.WriteNumber("numBlocks"u8, status.BlockCount);
        writer.WriteEndObject();
    }
}
