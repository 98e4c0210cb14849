using System.Text;
using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>A transaction with calls, self-destructions and a revert, with every event as geth's evm tool wrote it.</summary>
public sealed class TraceEventsTests
{
    private const string Folder = "tools/geth-evm/32/";

    [Fact]
    public void Events_are_those_that_geth_writes()
    {
        var files = Vectors.Read("tracers-tools.tar.gz", Folder).ToDictionary(file => file.Path[Folder.Length..], StringComparer.Ordinal);
        var tracer = new EventTracer();
        var machine = Prepare(files["alloc.json"]);
        var expected = files.Single(file => file.Key.EndsWith(".jsonl", StringComparison.Ordinal)).Value;

        var verdict = new TransactionExecutor(machine.World, machine.Block).Execute(ReadTransaction(files["txs.json"]), machine.Block.GasLimit, ref tracer, out _);

        Assert.True(verdict.IsValid, verdict.ToString());
        Assert.Equal(Encoding.UTF8.GetString(expected.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Canonical), Sorted(tracer.Lines));
    }

    /// <summary>We say what a call costs after it has begun, geth before: costs are moved up to their instruction.</summary>
    private static IEnumerable<string> Sorted(List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith("cost ", StringComparison.Ordinal))
            {
                continue;
            }

            yield return lines[i];
            if (lines[i].Contains(" depth ", StringComparison.Ordinal))
            {
                yield return lines.Skip(i).First(line => line.StartsWith("cost ", StringComparison.Ordinal));
            }
        }
    }

    private static TestMachine Prepare(VectorFile alloc)
    {
        var machine = new TestMachine(Fork.Paris, block => block with { GasLimit = 71_794_957_647_893_862, BaseFeePerGas = 7UL });
        using var document = alloc.Json();
        foreach (var account in document.RootElement.EnumerateObject())
        {
            machine.With(
                Address.Parse(account.Name),
                UInt256.Parse(account.Value.GetProperty("balance").GetString()!),
                Hex.Decode(account.Value.GetProperty("code").GetString()),
                storage: [.. account.Value.GetProperty("storage").EnumerateObject().Select(s => (UInt256.Parse(s.Name), UInt256.Parse(s.Value.GetString()!)))]);
        }

        return machine;
    }

    private static Transaction ReadTransaction(VectorFile file)
    {
        using var document = file.Json();
        var fields = document.RootElement[0];
        return new Transaction
        {
            GasPrice = UInt256.Parse(fields.GetProperty("gasPrice").GetString()!),
            GasLimit = (ulong)UInt256.Parse(fields.GetProperty("gas").GetString()!),
            To = Address.Parse(fields.GetProperty("to").GetString()!),
        }.AsIfSentBy(Address.Parse(fields.GetProperty("sender").GetString()!));
    }

    private static IEnumerable<string> Canonical(string line)
    {
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement;
        if (json.TryGetProperty("type", out var type))
        {
            yield return $"{type} {json.GetProperty("from")} -> {json.GetProperty("to")} gas {Bare(json, "gas")} value {json.GetProperty("value")}";
        }
        else if (json.TryGetProperty("pc", out var pc))
        {
            if (json.TryGetProperty("error", out _))
            {
                yield break; // geth says a second time that the instruction failed
            }

            yield return $"{pc} {json.GetProperty("opName")} gas {Bare(json, "gas")} memory {json.GetProperty("memSize")} depth {json.GetProperty("depth")} "
                + $"stack {string.Join(',', json.GetProperty("stack").EnumerateArray())}";
            yield return $"cost {Bare(json, "gasCost")} refund {json.GetProperty("refund")}";
        }
        else
        {
            var error = json.TryGetProperty("error", out var text) ? text.GetString() : "";
            yield return $"exit used {Bare(json, "gasUsed")} output {json.GetProperty("output")} {error}";
        }
    }

    private static string Bare(JsonElement json, string name) => json.GetProperty(name).GetString()![2..];
}
