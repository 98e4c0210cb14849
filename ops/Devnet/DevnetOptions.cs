using PoaSidechain.Devnet.Soak;

namespace PoaSidechain.Devnet;

/// <summary>What the person who starts the devnet may choose.</summary>
/// <param name="Once">Ends after the scenario, with exit code 0 only if every step held.</param>
/// <param name="Observe">Starts a Prometheus on everything; with Once its answers to the dashboards' queries are a step, too.</param>
/// <param name="Drill">After the scenario provokes every alert and sees it fire; the exit code says whether all did.</param>
/// <param name="DrillOnly">Alerts, with commas, to which the drill is limited; null for all.</param>
/// <param name="EscapeDrill">In place of the scenario kills all signers and has everyone leave by <c>poa bridge escape</c>.</param>
/// <param name="Soak">After the scenario load and mischief; null for none.</param>
/// <param name="Directory">Folder of the devnet; null for <c>.devnet</c> in the checkout, for the escape drill a temporary one.</param>
/// <param name="Period">Seconds between blocks of the sidechain.</param>
/// <param name="ChainId">The sidechain's chain id.</param>
/// <param name="Template">Rules of the genesis: <c>modern</c> or <c>london</c>.</param>
internal sealed record DevnetOptions(bool Once, bool Observe, bool Drill, string? DrillOnly, bool EscapeDrill, SoakOptions? Soak, string? Directory, ulong Period, ulong ChainId, string Template)
{
    /// <summary>What the genesis gives each checkpointer's fee account. Coin that no deposit backs: where everyone leaves, there must be less of it than contracts hold.</summary>
    public ulong FeeEther => EscapeDrill ? 1UL : 1000UL;
}
