using System.Globalization;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet;

/// <summary>What happened, and where everything is.</summary>
internal static class Summary
{
    public static async Task ShowAsync(
        IDisplay display, Journey journey, Network network, Bridge bridge, IReadOnlyList<AssetLedger> ledgers, Places places, CancellationToken cancellationToken)
    {
        display.Table("Steps", ["step", "time", "gas"], [.. journey.Steps.Select(step => (IReadOnlyList<string>)
            [step.Step, string.Create(CultureInfo.InvariantCulture, $"{step.Time.TotalSeconds:0.0} s"), step.Gas == 0 ? "" : step.Gas.ToString("n0", CultureInfo.InvariantCulture)])]);

        var (index, lastBlock, withdrawals) = await bridge.HeadAsync(cancellationToken);
        display.Table("Chains", ["chain", "head", "address"],
        [
            ["L1", Text(await network.L1.Chain.HeadAsync(cancellationToken)), network.L1.Chain.Endpoint],
            ["sidechain", Text(await network.Sidechain.HeadAsync(cancellationToken)), network.Sidechain.Endpoint],
            ["checkpoint", Text(index), $"sidechain up to block {lastBlock}, {withdrawals} withdrawals"],
        ]);

        display.Table("Assets", ["asset", "locked on L1", "= outstanding", "+ unclaimed", ""], [.. ledgers.Select(ledger => (IReadOnlyList<string>)
            [ledger.Name, Amount(ledger.Locked), Amount(ledger.Outstanding), Amount(ledger.Unclaimed), ledger.Holds ? "holds" : "BROKEN"])]);
        display.Table("Validators", ["validator", "signer", "JSON-RPC", "WebSocket", "metrics"], [.. network.Validators.Select(v => (IReadOnlyList<string>)
            [Text((ulong)v.Number), v.Signer.ToChecksumString(), v.Chain.Endpoint, v.WebSocket, v.Metrics])]);
        display.Say($"Logs: {places.Logs}");
        display.Say($"Anchor {bridge.Identity.Anchor.ToChecksumString()}, Vault {bridge.Identity.Vault.ToChecksumString()}, deployment file {places.Deployment}");
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An amount of 18 decimals, exact, without trailing zeros.</summary>
    public static string Amount(UInt256 wei)
    {
        var digits = wei.ToString().PadLeft(19, '0');
        return $"{digits[..^18]}.{digits[^18..]}".TrimEnd('0').TrimEnd('.');
    }
}
