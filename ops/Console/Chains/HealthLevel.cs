namespace PoaSidechain.Console.Chains;

/// <summary>How bad things are.</summary>
internal enum HealthLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It goes on, but somebody should look.</summary>
    Warning,

    /// <summary>It does not go on.</summary>
    Bad,
}
