using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Revm;

/// <summary>npm's solc, as the bridge contracts have it, on the sources beside this file.</summary>
internal static class Compiler
{
    private const string Folder = "tests/Benchmarks/Revm/contracts";

    /// <summary>The code of a contract as it is stored on a chain.</summary>
    public static byte[] RuntimeCode(string contract)
    {
        var settings = JsonNode.Parse("""
            { "optimizer": { "enabled": true, "runs": 200 }, "evmVersion": "london", "outputSelection": { "*": { "*": ["evm.deployedBytecode.object"] } } }
            """);
        var file = contract + ".sol";
        var input = new JsonObject
        {
            ["language"] = "Solidity",
            ["sources"] = new JsonObject { [file] = new JsonObject { ["content"] = File.ReadAllText(Checkout.PathOf(Folder, file)) } },
            ["settings"] = settings,
        };
        using var output = JsonDocument.Parse(Run(input.ToJsonString()));
        return output.RootElement.TryGetProperty("contracts", out var contracts)
            ? Hex.Decode("0x" + contracts.GetProperty(file).GetProperty(contract).GetProperty("evm").GetProperty("deployedBytecode").GetProperty("object").GetString())
            : throw new InvalidOperationException($"{file} does not compile: {output.RootElement}");
    }

    private static string Run(string input)
    {
        var tool = Checkout.PathOf("bridge-contracts", "tools", "solc");
        using var process = Process.Start(new ProcessStartInfo("node", [tool, "--standard-json"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return process.StandardOutput.ReadToEnd();
    }
}
