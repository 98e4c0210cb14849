namespace PoaSidechain.Node.Options;

/// <summary>What a setting takes on the command line.</summary>
internal enum SettingKind
{
    /// <summary>Text, a number, a duration: one value.</summary>
    Value,

    /// <summary>Nothing, or true or false.</summary>
    Switch,

    /// <summary>Values separated by commas.</summary>
    List,
}
