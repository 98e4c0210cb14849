using System.CommandLine;
using PoaSidechain.Chain.Store;
using PoaSidechain.Node.Commands;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Node.Keys;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;

try
{
    return await PoaCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is OptionsException or GenesisFileException or GenesisMismatchException or StorageException or KeystoreFolderException or BridgeException
    or InvalidDataException or IOException or UnauthorizedAccessException)
{
    // What an operator can mend is told in a sentence; everything else is a fault of ours and keeps its trace.
    Console.Error.WriteLine($"poa: {e.Message}");
    return 1;
}
