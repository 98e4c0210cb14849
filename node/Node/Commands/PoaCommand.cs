using System.CommandLine;
using PoaSidechain.Node.Commands.Bridge;

namespace PoaSidechain.Node.Commands;

/// <summary>The command line of <c>poa</c>.</summary>
internal static class PoaCommand
{
    /// <summary>Makes it, with all its commands.</summary>
    public static RootCommand Create() => new("PoaSidechain node: an Ethereum sidechain with EIP-225 Clique proof-of-authority")
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
}
