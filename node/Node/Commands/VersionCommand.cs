using System.CommandLine;
using System.Runtime.InteropServices;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Show versions");
        command.SetAction(_ =>
        {
            Console.WriteLine($"PoaSidechain {VersionInfo.Version}");
            Console.WriteLine($"Client name  {VersionInfo.ClientName}");
            Console.WriteLine($"Runtime      {RuntimeInformation.FrameworkDescription}");
            Console.WriteLine($"System       {RuntimeInformation.RuntimeIdentifier}");
            return 0;
        });
        return command;
    }
}
