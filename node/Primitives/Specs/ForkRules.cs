namespace PoaSidechain.Primitives.Specs;

/// <summary>The rules in force for one block: which forks are active.</summary>
/// <remarks>One shared object per combination; compare by reference or by <see cref="Fork"/>.</remarks>
public sealed record ForkRules
{
    private static readonly ForkRules[] ByFork = [.. Enum.GetValues<Fork>().Select(fork => new ForkRules
    {
        Fork = fork,
        IsEip155 = fork >= Fork.SpuriousDragon,
        Blobs = fork >= Fork.Prague ? BlobParameters.Prague : BlobParameters.Cancun,
    })];

    /// <summary>The latest active fork; all before it are active too.</summary>
    public required Fork Fork { get; init; }

    /// <summary>Replay protection by chain id.</summary>
    public required bool IsEip155 { get; init; }

    /// <summary>Blob limits, meaningful from Cancun on.</summary>
    public required BlobParameters Blobs { get; init; }

    /// <summary>EIP-2, 7.</summary>
    public bool IsHomestead => Fork >= Fork.Homestead;

    /// <summary>Tangerine Whistle.</summary>
    public bool IsEip150 => Fork >= Fork.TangerineWhistle;

    /// <summary>Spurious Dragon without EIP-155: state clearing, code size limit, EXP price.</summary>
    public bool IsEip158 => Fork >= Fork.SpuriousDragon;

    /// <summary>Byzantium.</summary>
    public bool IsByzantium => Fork >= Fork.Byzantium;

    /// <summary>Constantinople.</summary>
    public bool IsConstantinople => Fork >= Fork.Constantinople;

    /// <summary>Petersburg.</summary>
    public bool IsPetersburg => Fork >= Fork.Petersburg;

    /// <summary>Istanbul.</summary>
    public bool IsIstanbul => Fork >= Fork.Istanbul;

    /// <summary>Berlin.</summary>
    public bool IsBerlin => Fork >= Fork.Berlin;

    /// <summary>London.</summary>
    public bool IsLondon => Fork >= Fork.London;

    /// <summary>Shanghai.</summary>
    public bool IsShanghai => Fork >= Fork.Shanghai;

    /// <summary>Cancun.</summary>
    public bool IsCancun => Fork >= Fork.Cancun;

    /// <summary>Prague.</summary>
    public bool IsPrague => Fork >= Fork.Prague;

    /// <summary>Osaka.</summary>
    public bool IsOsaka => Fork >= Fork.Osaka;

    /// <summary>The usual rules of a fork, as test suites name them.</summary>
    public static ForkRules Of(Fork fork) => ByFork[(int)fork];
}
