using System.Globalization;
using System.Text.Json;

namespace PoaSidechain.Node.Commands;

/// <summary>Answers of <c>clique_*</c> as tables.</summary>
internal static class CliqueTables
{
    /// <summary>clique_getLiveness.</summary>
    public static IEnumerable<string> Status(JsonElement status)
    {
        yield return $"Block {status.GetProperty("number")}, {status.GetProperty("ageSeconds")} s old{(status.GetProperty("stalled").GetBoolean() ? ": THE CHAIN STANDS STILL" : "")}";
        yield return $"Signers: {status.GetProperty("active")} active, {status.GetProperty("needed")} needed, reserve {status.GetProperty("reserve")}; {status.GetProperty("inturnPercent")} % sealed in turn";
        var clock = status.GetProperty("clock");
        yield return clock.GetProperty("offsetSeconds").ValueKind == JsonValueKind.Null
            ? "Clock: not enough other signers heard to compare with"
            : $"Clock: {clock.GetProperty("offsetSeconds")} s against the other signers{(clock.GetProperty("beyondBound").GetBoolean() ? ": SEALING IS HELD" : "")}";
        if (status.GetProperty("sealing") is { ValueKind: JsonValueKind.Object } sealing)
        {
            yield return $"Sealing as {sealing.GetProperty("signer").GetString()}: {sealing.GetProperty("state").GetString()!.Replace('_', ' ')}, block {sealing.GetProperty("block")}, may seal from {sealing.GetProperty("mayFrom")}";
        }

        yield return status.GetProperty("diagnosis").GetString()!;
    }

    /// <summary>clique_getLiveness and clique_status together.</summary>
    public static IEnumerable<string> Signers(JsonElement answer)
    {
        var activity = answer.GetProperty("status").GetProperty("sealerActivity");
        return TextTable.Lines(
            ["signer", "last sealed", "missed turns", "may seal from", "of the last 64", "state"],
            answer.GetProperty("liveness").GetProperty("signers").EnumerateObject().Select(signer => new[]
            {
                signer.Name,
                signer.Value.GetProperty("lastSealed") is var last && last.GetUInt64() == 0 ? "-" : last.ToString(),
                signer.Value.GetProperty("missedTurns").ToString(),
                signer.Value.GetProperty("mayFrom").ToString(),
                activity.TryGetProperty(signer.Name, out var count) ? count.ToString() : "0",
                signer.Value.GetProperty("missing").GetBoolean() ? "MISSING" : "active",
            }));
    }

    /// <summary>clique_proposals, with the count of votes that stand in the chain.</summary>
    public static IEnumerable<string> Proposals(JsonElement answer)
    {
        var snapshot = answer.GetProperty("snapshot");
        var signers = snapshot.GetProperty("signers");
        var needed = (signers.EnumerateObject().Count() / 2) + 1;
        return TextTable.Lines(
            ["account", "vote", "votes", "needed", "state"],
            answer.GetProperty("proposals").EnumerateObject().Select(proposal =>
            {
                var add = proposal.Value.GetBoolean();
                var isDone = signers.TryGetProperty(proposal.Name, out _) == add;
                var votes = snapshot.GetProperty("tally").TryGetProperty(proposal.Name, out var tally) && tally.GetProperty("authorize").GetBoolean() == add
                    ? tally.GetProperty("votes").GetInt32() : 0;
                return new[]
                {
                    proposal.Name, add ? "let in" : "put out", votes.ToString(CultureInfo.InvariantCulture),
                    needed.ToString(CultureInfo.InvariantCulture), isDone ? "passed, may be discarded" : "open",
                };
            }));
    }

    /// <summary>clique_getSnapshot.</summary>
    public static IEnumerable<string> Snapshot(JsonElement snapshot)
    {
        yield return $"After block {snapshot.GetProperty("number")} {snapshot.GetProperty("hash").GetString()}";
        var recents = snapshot.GetProperty("recents").EnumerateObject().ToLookup(recent => recent.Value.GetString(), recent => recent.Name, StringComparer.Ordinal);
        var rows = snapshot.GetProperty("signers").EnumerateObject().Select(signer => new[] { signer.Name, string.Join(' ', recents[signer.Name]) });
        foreach (var line in TextTable.Lines(["signer", "recent seals"], rows))
        {
            yield return line;
        }

        if (snapshot.GetProperty("votes") is not { ValueKind: JsonValueKind.Array } votes || votes.GetArrayLength() == 0)
        {
            yield return "No votes stand.";
            yield break;
        }

        var cast = votes.EnumerateArray().Select(vote => new[]
        {
            vote.GetProperty("signer").GetString()!, vote.GetProperty("block").ToString(),
            vote.GetProperty("authorize").GetBoolean() ? "let in" : "put out", vote.GetProperty("address").GetString()!,
        });
        foreach (var line in TextTable.Lines(["voter", "in block", "vote", "account"], cast))
        {
            yield return line;
        }
    }

    /// <summary>clique_getEquivocations.</summary>
    public static IEnumerable<string> Equivocations(JsonElement list) => list.GetArrayLength() == 0
        ? ["No signer has been seen sealing a height twice."]
        : TextTable.Lines(
            ["signer", "block", "kind", "first", "second"],
            list.EnumerateArray().Select(entry => new[]
            {
                entry.GetProperty("signer").GetString()!,
                entry.GetProperty("number").ToString(),
                entry.GetProperty("kind").GetString() == "sameParent" ? "same parent: PROOF" : "two branches",
                entry.GetProperty("headers")[0].GetProperty("hash").GetString()!,
                entry.GetProperty("headers")[1].GetProperty("hash").GetString()!,
            }));
}
