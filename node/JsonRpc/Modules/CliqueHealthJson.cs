using System.Globalization;
using System.Text.Json;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>Writes what clique_getLiveness, clique_getEquivocations and clique_getSignerMetrics answer. Numbers are JSON numbers, as in geth's clique_status.</summary>
internal static class CliqueHealthJson
{
    /// <summary>clique_getLiveness.</summary>
    public static ResultWriter<CliqueHealth> Liveness { get; } = WriteLiveness;

    /// <summary>One pair of clique_getEquivocations.</summary>
    public static ResultWriter<Equivocation> Equivocation { get; } = WriteEquivocation;

    /// <summary>One entry of clique_getSignerMetrics, as Besu writes it.</summary>
    public static ResultWriter<SignerMetric> SignerMetric { get; } = (writer, metric) =>
    {
        writer.WriteStartObject();
        writer.WriteAddress("address"u8, metric.Signer);
        writer.WriteQuantity("proposedBlockCount"u8, metric.BlockCount);
        writer.WriteQuantity("lastProposedBlockNumber"u8, metric.LastBlock);
        writer.WriteEndObject();
    };

    private static void WriteLiveness(Utf8JsonWriter writer, CliqueHealth health)
    {
        var report = health.Liveness;
        writer.WriteStartObject();
        writer.WriteNumber("number"u8, report.HeadNumber);
        writer.WriteHash("hash"u8, report.HeadHash);
        writer.WriteNumber("ageSeconds"u8, Math.Round(report.HeadAge.TotalSeconds, 1));
        writer.WriteBoolean("stalled"u8, report.IsStalled);
        writer.WriteNumber("needed"u8, report.Needed);
        writer.WriteNumber("active"u8, report.Active);
        writer.WriteNumber("reserve"u8, report.Reserve);
        writer.WriteNumber("inturnPercent"u8, Math.Round(100 * report.InTurnShare, 1));
        WriteAddresses(writer, "missing", report.Missing);
        WriteAddresses(writer, "maySealNext", report.MaySealNext);
        if (report.InTurn is { } inTurn)
        {
            writer.WriteAddress("inturn"u8, inTurn);
        }

        WriteAddresses(writer, "dropsThatHeal", report.DropsThatHeal);
        writer.WriteNumber("votesNeeded"u8, report.VotesNeeded);
        WriteSigners(writer, report);
        WriteNode(writer, health);
        writer.WriteString("diagnosis"u8, report.Diagnosis);
        writer.WriteEndObject();
    }

    private static void WriteSigners(Utf8JsonWriter writer, LivenessReport report)
    {
        writer.WriteStartObject("signers"u8);
        foreach (var signer in report.Signers)
        {
            writer.WriteStartObject(signer.Address.ToString());
            writer.WriteBoolean("missing"u8, signer.IsMissing);
            writer.WriteNumber("lastSealed"u8, signer.LastSealed ?? 0);
            writer.WriteNumber("missedTurns"u8, signer.MissedTurns);
            writer.WriteNumber("mayFrom"u8, signer.MayFrom);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, CliqueHealth health)
    {
        writer.WriteStartObject("clock"u8);
        if (health.ClockOffset is { } offset)
        {
            writer.WriteNumber("offsetSeconds"u8, Math.Round(offset.TotalSeconds, 3));
        }
        else
        {
            writer.WriteNull("offsetSeconds"u8);
        }

        writer.WriteBoolean("beyondBound"u8, health.IsClockOff);
        writer.WriteEndObject();
        if (health.Sealing is not { } sealing)
        {
            writer.WriteNull("sealing"u8);
            return;
        }

        writer.WriteStartObject("sealing"u8);
        writer.WriteAddress("signer"u8, sealing.Signer);
        writer.WriteString("state"u8, StateText(sealing.State));
        writer.WriteNumber("block"u8, sealing.BlockNumber);
        writer.WriteNumber("mayFrom"u8, sealing.MayFrom);
        writer.WriteString("since"u8, sealing.Since.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary>The pair, and for a contract on L1 what each seal signs: Keccak-256 of <c>sealRlp</c>, r, s and v in <c>seal</c>.</summary>
    private static void WriteEquivocation(Utf8JsonWriter writer, Equivocation equivocation)
    {
        writer.WriteStartObject();
        writer.WriteAddress("signer"u8, equivocation.Signer);
        writer.WriteNumber("number"u8, equivocation.Number);
        writer.WriteString("kind"u8, equivocation.Kind == EquivocationKind.SameParent ? "sameParent"u8 : "twoBranches"u8);
        writer.WriteNumber("seenAt"u8, equivocation.SeenAt);
        writer.WriteStartArray("headers"u8);
        WriteHeader(writer, equivocation.First);
        WriteHeader(writer, equivocation.Second);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter writer, BlockHeader header)
    {
        writer.WriteStartObject();
        writer.WriteHash("hash"u8, header.Hash);
        writer.WriteHash("parentHash"u8, header.ParentHash);
        writer.WriteHash("sealHash"u8, CliqueHeader.SealHash(header));
        writer.WriteString("sealRlp"u8, Hex.Encode(CliqueHeader.SealRlp(header)));
        writer.WriteString("seal"u8, Hex.Encode(header.ExtraData.Span[^CliqueHeader.SealLength..]));
        writer.WriteString("rlp"u8, Hex.Encode(header.Encode()));
        writer.WriteEndObject();
    }

    private static void WriteAddresses(Utf8JsonWriter writer, string name, IReadOnlyList<Address> addresses)
    {
        writer.WriteStartArray(name);
        foreach (var address in addresses)
        {
            writer.WriteAddress(address);
        }

        writer.WriteEndArray();
    }

    private static string StateText(SealingState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}
