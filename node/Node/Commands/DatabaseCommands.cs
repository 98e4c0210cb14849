using System.CommandLine;
using PoaSidechain.Node.Options;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa db</c>: first aid for the database.</summary>
internal static class DatabaseCommands
{
    public static Command Create()
    {
        var command = new Command("db", "The database");
        var repair = new Command("repair", "Save what can be saved of a damaged database; the node must not run");
        var configuration = CommonOptions.AddTo(repair, [Settings.DataDir]);
        repair.SetAction(result =>
        {
            var options = NodeOptionsReader.Read(configuration(result));
            LevelDbStore.Repair(options.Storage);
            Console.WriteLine($"Repaired {options.Data.Database}. If the node still refuses it, import the chain into a new folder.");
            return 0;
        });
        command.Subcommands.Add(repair);
        return command;
    }
}
