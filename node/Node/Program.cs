using System.CommandLine;
using PoaSidechain.Chain.Store;
using PoaSidechain.Node.Commands;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Node.Keys;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;

var root = new RootCommand("PoaSidechain node: an Ethereum sidechain with EIP-225 Clique proof-of-authority")
{
    RunCommand.Create(),
    InitCommand.Create(),
    StatusCommands.CreateStatus(),
    StatusCommands.CreateTop(),
    AccountCommands.Create(),
    GenesisCommands.Create(),
    BridgeCommands.Create(),
    ChainFileCommands.CreateExport(),
    ChainFileCommands.CreateImport(),
    CliqueCommands.Create(),
    DatabaseCommands.Create(),
    VersionCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is OptionsException or GenesisFileException or GenesisMismatchException or StorageException or KeystoreFolderException or BridgeException
    or InvalidDataException or IOException or UnauthorizedAccessException)
{
    // What an operator can mend is told in a sentence; everything else is a fault of ours and keeps its trace.
    Console.Error.WriteLine($"poa: {e.Message}");
    return 1;
}
