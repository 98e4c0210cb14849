using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Revm;

/// <summary>A call that keeps a machine busy for some tens of milliseconds.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Code">Code of the contract that is called.</param>
/// <param name="Data">Input of the call.</param>
internal sealed record Workload(string Name, byte[] Code, byte[] Data)
{
    private const string Contract = "0x00000000000000000000000000000000000c0de5";

    /// <summary>snailtracer of the ipsilon suite, and contracts of our own.</summary>
    public static IEnumerable<Workload> All()
    {
        var token = Compiler.RuntimeCode("TokenLoop");
        yield return SnailTracer();
        yield return Loop("keccak256 20,000 times", Compiler.RuntimeCode("HashLoop"), "run(uint256)", 20_000);
        yield return Loop("ERC-20 mint 5,000 times", token, "mint(uint256)", 5_000);
        yield return Loop("ERC-20 transfer 5,000 times", token, "transfer(uint256)", 5_000);
        yield return Loop("ERC-20 approve 5,000 times", token, "approve(uint256)", 5_000);
    }

    /// <summary>Parameters of <c>eth_call</c>: the code stands at the address for this call only (state override, as geth has it).</summary>
    public JsonNode?[] ToCall(ulong gas) =>
    [
        new JsonObject { ["to"] = Contract, ["data"] = Hex.Encode(Data), ["gas"] = Hex.Quantity(gas) },
        "latest",
        new JsonObject { [Contract] = new JsonObject { ["code"] = Hex.Encode(Code) } },
    ];

    private static Workload Loop(string name, byte[] code, string function, ulong times)
    {
        var argument = new byte[32];
        ((UInt256)times).WriteBigEndian(argument);
        return new Workload(name, code, [.. Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(function)).Bytes[..4], .. argument]);
    }

    private static Workload SnailTracer()
    {
        var file = Vectors.Read("bench.tar.gz", "bench/ipsilon-evm-benchmarks/").First(file => file.Path.EndsWith("snailtracer.json", StringComparison.Ordinal));
        using var document = file.Json();
        var test = document.RootElement.EnumerateObject().First().Value;
        var transaction = test.GetProperty("transaction");
        var code = test.GetProperty("pre").EnumerateObject().First(account =>
            string.Equals(account.Name, transaction.GetProperty("to").GetString(), StringComparison.OrdinalIgnoreCase)).Value.GetProperty("code");
        return new Workload("snailtracer", Hex.Decode(code.GetString()), Hex.Decode(transaction.GetProperty("data")[0].GetString()));
    }
}
