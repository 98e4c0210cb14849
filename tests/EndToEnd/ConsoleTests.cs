using System.Text.Json;
using PoaSidechain.Tests.EndToEnd.Nodes;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>The console in a real browser, over a whole devnet that stays up.</summary>
public sealed class ConsoleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Pages_show_the_chain_and_assets_go_over_the_bridge_and_back_by_clicks()
    {
        await using var devnet = await DevnetProcess.StartAsync(Limit);
        using var deployment = JsonDocument.Parse(await devnet.ReadAsync("deployment.json"));
        using var notes = JsonDocument.Parse(await devnet.ReadAsync("devnet.json"));
        var environment = new Dictionary<string, string>
        {
            ["POA_CONSOLE"] = devnet.AddressOf("Console:"),
            ["POA_SIDECHAIN"] = devnet.AddressOf("sidechain "),
            ["POA_L1"] = devnet.AddressOf("L1 "),
            ["POA_VAULT"] = deployment.RootElement.GetProperty("l1").GetProperty("vault").GetString()!,
            ["POA_TOKEN"] = notes.RootElement.GetProperty("token").GetString()!,
            ["POA_KEYSTORE"] = devnet.PathOf("keys", "alice.json"),
            ["POA_PASSWORD_FILE"] = devnet.PathOf("password"),
            ["POA_SCREENSHOTS"] = Path.Combine(AppContext.BaseDirectory, "screenshots"),
        };

        var script = Checkout.PathOf("tests", "EndToEnd", "console", "console.js");
        var (exitCode, output) = await Programs.TryRunAsync("node", [script], Limit, environment);

        Assert.True(exitCode == 0, $"console.js ended with {exitCode}:\n{output}\n{await devnet.ReadAsync("logs", "console.log")}");
        Assert.Equal(0, await devnet.EndAsync());
    }
}
