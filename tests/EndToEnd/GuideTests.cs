using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.EndToEnd.Nodes;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>What the guides tell people to type works as it stands there.</summary>
public sealed class GuideTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Contract_developers_guide()
    {
        await using var nodes = await FourNodes.StartAsync(template: "modern");
        await nodes.WaitForAgreementAsync(2, Limit);
        var secret = new byte[32];
        FourNodes.Rich.CopySecretTo(secret);
        using var guide = new Guide("contract-developers.md", new Dictionary<string, string>
        {
            ["POA_HTTP"] = nodes[0].Http.ToString(),
            ["POA_KEY"] = Hex.Encode(secret),
        });

        Assert.Equal(7, await guide.RunAsync());
    }

    [Fact]
    public async Task Bridge_users_guide()
    {
        await using var devnet = await DevnetProcess.StartAsync(Limit);
        using var notes = JsonDocument.Parse(await devnet.ReadAsync("devnet.json"));
        using var key = JsonDocument.Parse(await devnet.ReadAsync("keys", "bob.json"));
        using var guide = new Guide("bridge-users.md", new Dictionary<string, string>
        {
            ["L1"] = devnet.AddressOf("L1 "),
            ["SIDECHAIN"] = devnet.AddressOf("sidechain "),
            ["DEPLOYMENT"] = devnet.PathOf("deployment.json"),
            ["TOKEN"] = notes.RootElement.GetProperty("token").GetString()!,
            ["KEY_FILE"] = devnet.PathOf("keys", "bob.json"),
            ["PASSWORD_FILE"] = devnet.PathOf("password"),
            ["ACCOUNT"] = "0x" + key.RootElement.GetProperty("address").GetString(),
        });

        Assert.Equal(6, await guide.RunAsync());
        Assert.Equal(0, await devnet.EndAsync());
    }
}
