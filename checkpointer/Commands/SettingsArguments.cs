using System.CommandLine;
using PoaSidechain.Checkpointer.Options;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary>The arguments that commands with settings share.</summary>
internal static class SettingsArguments
{
    /// <summary>Adds <c>--config</c> and lets settings follow as <c>--Section:Name=value</c>; gives what reads them.</summary>
    public static Func<ParseResult, CheckpointerOptions> AddTo(Command command)
    {
        var config = new Option<string?>("--config") { Description = "File with settings, in the section Checkpointer" };
        command.Add(config);
        command.TreatUnmatchedTokensAsErrors = false;
        return result => OptionsReader.Read(result.GetValue(config), [.. result.UnmatchedTokens]);
    }
}
