namespace PoaSidechain.Tests.Drills;

/// <summary>How two groups of signers are kept apart.</summary>
internal enum Cut
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Nothing comes through in either direction, and connections stay open.</summary>
    Silent,

    /// <summary>Connections between them are closed and refused.</summary>
    Refused,

    /// <summary>The first group hears the second, which hears nothing.</summary>
    FirstUnheard,
}
