using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PoaSidechain.Node.Options;

namespace PoaSidechain.Node.Commands;

/// <summary>Makes command-line options out of the table of settings, and settings out of what was typed.</summary>
internal static class CommonOptions
{
    /// <summary>Adds options for settings to a command.</summary>
    /// <returns>Reads what was typed, over environment and options file.</returns>
    public static Func<ParseResult, IConfiguration> AddTo(Command command, IReadOnlyList<Setting> settings)
    {
        List<(Setting Setting, Option Option)> options = [];
        foreach (var setting in settings)
        {
            Option option = setting.Kind == SettingKind.Switch
                ? new Option<bool>(setting.Flag) { Description = setting.Description }
                : new Option<string>(setting.Flag) { Description = setting.Description, HelpName = setting.Kind == SettingKind.List ? "a,b,…" : "value" };
            options.Add((setting, option));
            command.Options.Add(option);
        }

        return result => Configuration(result, options);
    }

    private static IConfiguration Configuration(ParseResult result, List<(Setting Setting, Option Option)> options)
    {
        Dictionary<string, string?> typed = [];
        foreach (var (setting, option) in options)
        {
            if (result.GetResult(option) is { Implicit: false })
            {
                typed[setting.Key] = option is Option<bool> flag
                    ? result.GetValue(flag) ? "true" : "false"
                    : result.GetValue((Option<string>)option);
            }
        }

        var fromEnvironment = Settings.All
            .Select(setting => (setting.Key, Value: Environment.GetEnvironmentVariable(setting.EnvironmentVariable)))
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        var builder = new ConfigurationBuilder();
        if ((typed.GetValueOrDefault(Settings.ConfigFile.Key) ?? fromEnvironment.GetValueOrDefault(Settings.ConfigFile.Key)) is { } file)
        {
            AddFile(builder, Path.GetFullPath(file));
        }

        return builder.AddInMemoryCollection(fromEnvironment).AddInMemoryCollection(typed).Build();
    }

    /// <summary>An options file must exist and name only settings that there are: a misspelt key is not passed over.</summary>
    private static void AddFile(ConfigurationBuilder builder, string file)
    {
        IConfigurationRoot content;
        try
        {
            content = new ConfigurationBuilder().AddJsonFile(file).Build();
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException or JsonException)
        {
            throw new OptionsException([$"{file}: {(e.InnerException ?? e).Message}"]);
        }

        string[] unknown = [.. content.AsEnumerable()
            .Where(pair => pair.Value is not null && !Settings.All.Any(setting => IsWithin(pair.Key, setting.Key)))
            .Select(pair => $"{file}: there is no setting '{pair.Key}'")];
        if (unknown.Length > 0)
        {
            throw new OptionsException(unknown);
        }

        builder.AddConfiguration(content);
    }

    private static bool IsWithin(string key, string setting) =>
        key.Equals(setting, StringComparison.OrdinalIgnoreCase) || key.StartsWith(setting + ":", StringComparison.OrdinalIgnoreCase);
}
