using System.CommandLine;
using PoaSidechain.Checkpointer.Hosting;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary>The command line of <c>poa-checkpointer</c>.</summary>
internal static class CheckpointerCommand
{
    /// <summary>Makes it, with all its commands.</summary>
    public static RootCommand Create() => new("PoaSidechain checkpointer: attests sidechain blocks, posts checkpoints to L1, carries deposits")
    {
        RoleCommand.Create("run", "Run until stopped", CheckpointerHost.Build),
        RoleCommand.Create("watch", "Watch both chains with a node and endpoints of one's own until stopped; alarms, and pauses with Watch:Pause", CheckpointerHost.BuildWatchtower),
        CheckCommand.Create(),
        VersionCommand.Create(),
    };
}
