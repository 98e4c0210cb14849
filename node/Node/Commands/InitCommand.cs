using System.CommandLine;
using System.Text.Json;
using PoaSidechain.Chain.Store;
using PoaSidechain.Node.Keys;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa init</c>: begins a chain from a genesis file.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var command = new Command("init", "Begin a chain in the data folder from a genesis file (geth's form)");
        var file = new Argument<FileInfo>("genesis") { Description = "The genesis file" };
        command.Arguments.Add(file);
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.GcMode]);
        command.SetAction(result =>
        {
            var options = NodeOptionsReader.Read(configuration(result));
            var (genesis, block) = Run(options, File.ReadAllBytes(result.GetRequiredValue(file).FullName));
            Console.WriteLine($"Chain {genesis.Spec.ChainId} is ready in {options.Data.Root}");
            Console.WriteLine($"Genesis block {block.Hash}");
            return 0;
        });
        return command;
    }

    /// <summary>Begins the chain in a data folder; in one that has it, makes sure that it is the same.</summary>
    /// <returns>What the file says, and block 0.</returns>
    /// <exception cref="GenesisMismatchException">The folder belongs to another chain.</exception>
    public static (GenesisFile File, BlockHeader Block) Run(NodeOptions options, byte[] json)
    {
        var genesis = GenesisFileReader.Read(json);
        genesis.EnsureRunnable();
        OwnerOnly.CreateFolder(options.Data.Root);
        Directory.CreateDirectory(options.Data.Database);
        using var database = LevelDbStore.Open(new() { Directory = options.Data.Database, CreateIfMissing = true });
        return (genesis, ChainDatabase.Initialise(database, StateStore.Open(database, options.State), genesis, ConfigOf(json)));
    }

    /// <summary>The config object as it stands in the file; keys are matched as geth does, without case, the last one counting.</summary>
    private static byte[] ConfigOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var config = document.RootElement.EnumerateObject().Last(property => property.Name.Equals("config", StringComparison.OrdinalIgnoreCase));
        return System.Text.Encoding.UTF8.GetBytes(config.Value.GetRawText());
    }
}
