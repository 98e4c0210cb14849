using System.CommandLine;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary>The command line of <c>poa-checkpointer</c>.</summary>
internal static class CheckpointerCommand
{
    /// <summary>Makes it, with all its commands.</summary>
    public static RootCommand Create() => new("PoaSidechain checkpointer: attests sidechain blocks, posts checkpoints to L1, carries deposits")
    {
        RunCommand.Create(),
        WatchCommand.Create(),
        CheckCommand.Create(),
        VersionCommand.Create(),
    };
}
