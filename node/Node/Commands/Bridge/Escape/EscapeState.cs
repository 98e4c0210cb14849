namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>How far something is on its way out.</summary>
internal enum EscapeState
{
    /// <summary>It can be taken, as soon as the bridge is dead where that is needed.</summary>
    Ready,

    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>It can be taken later.</summary>
    Waits,

    /// <summary>It cannot be taken by this command.</summary>
    Barred,
}
