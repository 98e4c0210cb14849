using System.CommandLine;
using Microsoft.Extensions.Options;
using PoaSidechain.Checkpointer.Commands;
using PoaSidechain.Storage;

try
{
    return await CheckpointerCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OptionsValidationException e)
{
    foreach (var failure in e.Failures)
    {
        Console.Error.WriteLine($"poa-checkpointer: {failure}");
    }

    return 1;
}
catch (Exception e) when (e is FormatException or StorageException or IOException or UnauthorizedAccessException or InvalidOperationException)
{
    // What an operator can mend is told in a sentence; everything else is a fault of ours and keeps its trace.
    Console.Error.WriteLine($"poa-checkpointer: {e.Message}");
    return 1;
}
