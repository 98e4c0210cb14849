using System.Globalization;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet;

/// <summary>What happened, and where everything is.</summary>
internal static class Summary
{
    public static async Task ShowAsync(IDisplay display, Journey journey, Network network, Bridge bridge, Places places, CancellationToken cancellationToken)
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

        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, token) in new[] { ("ETH", Address.Zero), ("PLAY", network.Token) })
        {
            var (locked, outstanding, unclaimed) = await bridge.SolvencyAsync(token, cancellationToken);
            rows.Add([name, Amount(locked), Amount(outstanding), Amount(unclaimed), locked == outstanding + unclaimed ? "holds" : "BROKEN"]);
        }

        display.Table("Assets", ["asset", "locked on L1", "= outstanding", "+ unclaimed", ""], rows);
        display.Table("Validators", ["validator", "signer", "JSON-RPC", "WebSocket", "metrics"], [.. network.Validators.Select(v => (IReadOnlyList<string>)
            [Text((ulong)v.Number), v.Signer.ToChecksumString(), v.Chain.Endpoint, v.WebSocket, v.Metrics])]);
        display.Say($"Logs: {places.Logs}");
        display.Say($"Anchor {bridge.Identity.Anchor.ToChecksumString()}, Vault {bridge.Identity.Vault.ToChecksumString()}, deployment file {places.Deployment}");
    }

    /// <summary>Throws unless every asset is exactly covered.</summary>
    public static async Task<(string Detail, ulong Gas)> CheckSolvencyAsync(Network network, Bridge bridge, CancellationToken cancellationToken)
    {
        foreach (var token in new[] { Address.Zero, network.Token })
        {
            var (locked, outstanding, unclaimed) = await bridge.SolvencyAsync(token, cancellationToken);
            if (locked != outstanding + unclaimed)
            {
                throw new DevnetException($"Asset {token}: locked {locked}, outstanding {outstanding}, unclaimed {unclaimed}");
            }
        }

        return ("ETH and PLAY", 0);
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An amount of 18 decimals, exact, without trailing zeros.</summary>
    private static string Amount(UInt256 wei)
    {
        var digits = wei.ToString().PadLeft(19, '0');
        return $"{digits[..^18]}.{digits[^18..]}".TrimEnd('0').TrimEnd('.');
    }
}
