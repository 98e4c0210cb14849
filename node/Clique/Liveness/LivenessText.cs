using System.Globalization;

namespace PoaSidechain.Clique.Liveness;

/// <summary>Says a report in words.</summary>
internal static class LivenessText
{
    public static string Of(LivenessReport report)
    {
        var missing = string.Join(", ", report.Missing);
        if (report.IsStalled)
        {
            var next = report.HeadNumber + 1;
            var back = Math.Max(1, -report.Reserve);
            return string.Create(CultureInfo.InvariantCulture, $"""
                No block for {report.HeadAge.TotalSeconds:F0} s. Block {next} may be sealed by {string.Join(", ", report.MaySealNext)}, of whom nothing is heard; the others signed recently. At least {back} of {missing} must come back (or this node is cut off). No vote can pass while no block is sealed; once the chain runs, vote out who stays away.
                """);
        }

        if (report.Missing.Count == 0)
        {
            return $"All {report.Signers.Count} signers seal; {report.Reserve} may be lost before the chain stops.";
        }

        var state = $"{report.Missing.Count} of {report.Signers.Count} signers away: {missing}. ";
        var reserve = report.Reserve switch
        {
            0 => "No reserve: the chain stops with the next one that is lost. ",
            < 0 => "The chain is about to stop. ",
            _ => $"{report.Reserve} more may be lost before the chain stops. ",
        };
        return state + reserve + (report.DropsThatHeal.Count > 0
            ? $"To heal it, {report.VotesNeeded} signers propose to drop them (clique_propose(address, false))."
            : "Bring them back.");
    }
}
