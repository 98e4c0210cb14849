namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>The chain a token comes from.</summary>
internal enum Origin
{
    /// <summary>L1: the sidechain has a mirror of it.</summary>
    L1,

    /// <summary>The sidechain: L1 has a mirror of it.</summary>
    Sidechain,
}
