using PoaSidechain.Primitives;
using PoaSidechain.Tests.EndToEnd.Nodes;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>The client libraries and tools that applications use, against a chain of four nodes.</summary>
public sealed class ClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Viem_ethers_web3_and_cast_work()
    {
        await using var nodes = await FourNodes.StartAsync(template: "modern");
        await nodes.WaitForAgreementAsync(2, Limit);
        var secret = new byte[32];
        FourNodes.Rich.CopySecretTo(secret);
        var environment = new Dictionary<string, string>
        {
            ["POA_HTTP"] = nodes[0].Http.ToString(),
            ["POA_WS"] = nodes[0].WebSocket.ToString(),
            ["POA_IPC"] = nodes[0].Ipc,
            ["POA_KEY"] = Hex.Encode(secret),
            ["POA_CAST"] = Repository.Cast,
            ["POA_ARTIFACTS"] = Checkout.PathOf("bridge-contracts", "artifacts"),
        };

        foreach (var script in new[] { "viem.js", "ethers.js", "web3.js", "cast.js" })
        {
            var (exitCode, output) = await Programs.TryRunAsync("node", [Path.Combine(Repository.Clients, script)], Limit, environment);
            Assert.True(exitCode == 0, $"{script} ended with {exitCode}:\n{output}\n{nodes[0].LogTail}");
        }
    }
}
