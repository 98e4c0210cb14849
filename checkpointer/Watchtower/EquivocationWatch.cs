using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>Signers that said two things: two checkpoints under one index and round on the notice board, or two blocks at one height.</summary>
/// <remarks>Thread: the loop only. What was seen once stays an alarm until the process is restarted: it does not become untrue.</remarks>
internal sealed partial class EquivocationWatch(CheckpointParts parts, LaneServices services)
{
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var signer in await parts.Node.EquivocatorsAsync(cancellationToken))
        {
            Note($"{signer.ToChecksumString()} sealed two blocks at one height (clique_getEquivocations has both headers)");
        }

        var head = await parts.Node.Chain.HeadAsync(cancellationToken);
        await parts.Board.RefreshAsync(head.Number, cancellationToken);
        foreach (var (signer, index, round) in DoubleAttestations())
        {
            Note($"{signer.ToChecksumString()} attested two checkpoints {index} in round {round} (to be shown to Anchor.reportDoubleAttestation)");
        }

        if (_seen.Count == 0)
        {
            parts.Health.Clear(HealthPart.Equivocation);
        }
        else
        {
            parts.Health.Report(HealthPart.Equivocation, HealthLevel.Red, string.Join("; ", _seen));
        }
    }

    private IEnumerable<(Address Signer, ulong Index, uint Round)> DoubleAttestations() =>
        parts.Board.Entries(Checkpoint.Type)
            .Select(entry => (entry.Signer, entry.Digest, Checkpoint: Checkpoint.TryDecode(entry.Encoded.Span, out var checkpoint) ? checkpoint : null))
            .Where(entry => entry.Checkpoint is not null)
            .GroupBy(entry => (entry.Signer, entry.Checkpoint!.Index, entry.Checkpoint.Round))
            .Where(said => said.Select(entry => entry.Digest).Distinct().Skip(1).Any())
            .Select(said => said.Key);

    private void Note(string what)
    {
        if (_seen.Add(what))
        {
            Log.Seen(services.Logger, what);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9510, LogLevel.Critical, "ALARM: {What}")]
        public static partial void Seen(ILogger logger, string what);
    }
}
