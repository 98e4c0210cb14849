using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Chain;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa genesis convert</c>: other programs' genesis files in geth's form.</summary>
internal static class GenesisConvertCommand
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file");
        var from = new Option<string>("--from") { Required = true, Description = "Whose form the file has" };
        from.AcceptOnlyFromAmong("besu", "nethermind");
        var expect = new Option<string>("--expect") { Description = "Hash of the running chain's block 0; another result is refused" };
        var output = new Option<FileInfo>("--out") { Description = "File to write; the terminal without it" };
        var command = new Command("convert", "Turn Besu's genesis file or Nethermind's chainspec into geth's form") { file, from, expect, output };
        command.SetAction(result =>
        {
            var source = Read(result.GetRequiredValue(file).FullName);
            var converted = result.GetRequiredValue(from) == "besu" ? GenesisConversion.FromBesu(source) : GenesisConversion.FromNethermind(source);
            var json = JsonSerializer.SerializeToUtf8Bytes(converted, Form);
            var genesis = GenesisFileReader.Read(json);
            genesis.EnsureRunnable();
            var hash = GenesisBlock.Create(genesis).Hash;
            if (result.GetValue(expect) is { } text && !Hash256.TryParse(text, out _))
            {
                throw new GenesisFileException("", $"--expect {text} is not 32 bytes of hex");
            }

            if (result.GetValue(expect) is { } expected && hash != Hash256.Parse(expected))
            {
                throw new GenesisFileException("", $"block 0 would be {hash}, not {expected}: something in the file means another thing than it seems to");
            }

            GenesisCommands.Write(json, result.GetValue(output)?.FullName);
            Console.Error.WriteLine($"genesis block {hash}: compare it with eth_getBlockByNumber 0x0 of the running chain");
            return 0;
        });
        return command;
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new GenesisFileException("", "expected an object");
        }
        catch (JsonException e)
        {
            throw new GenesisFileException("", $"not JSON: {e.Message}");
        }
    }
}
