using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>Gathers the settings: files, then environment, then command line; later ones win.</summary>
internal static class OptionsReader
{
    /// <summary>The settings, validated; an <see cref="OptionsValidationException"/> lists everything that is wrong.</summary>
    /// <param name="configFile">File named on the command line, or null.</param>
    /// <param name="arguments">Settings on the command line, <c>--L1:RequiredAgreement=2</c>.</param>
    public static CheckpointerOptions Read(string? configFile, string[] arguments)
    {
        var files = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (configFile is not null)
        {
            files.AddJsonFile(Path.GetFullPath(configFile), optional: false);
        }

        var settings = new ConfigurationBuilder()
            .AddConfiguration(files.Build().GetSection(CheckpointerOptions.Section))
            .AddEnvironmentVariables(CheckpointerOptions.EnvironmentPrefix)
            .AddCommandLine(arguments)
            .Build();
        var options = new CheckpointerOptions();
        settings.Bind(options);
        Validate(options);
        return options;
    }

    /// <summary>Throws when something is wrong.</summary>
    public static void Validate(CheckpointerOptions options)
    {
        var failures = new IValidateOptions<CheckpointerOptions>[] { new CheckpointerOptionsValidator(), new CrossOptionsValidator() }
            .Select(validator => validator.Validate(null, options))
            .Where(result => result.Failed)
            .SelectMany(result => result.Failures!)
            .ToArray();
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(CheckpointerOptions.Section, typeof(CheckpointerOptions), failures);
        }
    }
}
