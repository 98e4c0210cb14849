namespace PoaSidechain.Node.Options;

/// <summary>One thing that can be set: by flag, by <c>POA_</c> environment variable, or by options file.</summary>
/// <param name="Flag">The command-line flag, geth's where geth has one.</param>
/// <param name="Key">The configuration key, as it stands in an options file.</param>
/// <param name="Kind">What the flag takes.</param>
/// <param name="Description">What it means, with unit and default.</param>
internal sealed record Setting(string Flag, string Key, SettingKind Kind, string Description)
{
    /// <summary>The environment variable: POA_ and the key, sections joined by two underscores.</summary>
    public string EnvironmentVariable => "POA_" + Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();
}
