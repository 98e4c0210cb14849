namespace PoaSidechain.Primitives.Specs;

/// <summary>The named rule changes of Ethereum's execution layer, in the order in which a chain goes through them.</summary>
/// <remarks>Forks that changed only proof-of-work's difficulty bomb are absent: they have no meaning here.</remarks>
public enum Fork : byte
{
    /// <summary>Launch rules.</summary>
    Frontier,

    /// <summary>EIP-2, 7.</summary>
    Homestead,

    /// <summary>EIP-150.</summary>
    TangerineWhistle,

    /// <summary>EIP-160, 161, 170 (EIP-155 may come apart from it).</summary>
    SpuriousDragon,

    /// <summary>EIP-140, 196, 197, 198, 211, 214, 658.</summary>
    Byzantium,

    /// <summary>EIP-145, 1014, 1052, 1283.</summary>
    Constantinople,

    /// <summary>Takes EIP-1283 back.</summary>
    Petersburg,

    /// <summary>EIP-152, 1108, 1344, 1884, 2028, 2200.</summary>
    Istanbul,

    /// <summary>EIP-2565, 2718, 2929, 2930.</summary>
    Berlin,

    /// <summary>EIP-1559, 3198, 3529, 3541.</summary>
    London,

    /// <summary>EIP-3675, 4399: on a Clique chain without effect.</summary>
    Paris,

    /// <summary>EIP-3651, 3855, 3860, 4895.</summary>
    Shanghai,

    /// <summary>EIP-1153, 4788, 4844, 5656, 6780, 7516.</summary>
    Cancun,

    /// <summary>EIP-2537, 2935, 7623, 7685, 7702.</summary>
    Prague,

    /// <summary>EIP-7823, 7825, 7883, 7934, 7939, 7951.</summary>
    Osaka,
}
