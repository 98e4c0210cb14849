namespace PoaSidechain.Evm.Precompiles.Fields;

/// <summary>An odd prime below 2^256 whose field is computed in; all members are constants, so that arithmetic is compiled for the one prime.</summary>
internal interface IPrimeModulus
{
    /// <summary>Lowest limb.</summary>
    static abstract ulong M0 { get; }

    static abstract ulong M1 { get; }

    static abstract ulong M2 { get; }

    /// <summary>Highest limb.</summary>
    static abstract ulong M3 { get; }

    /// <summary>-1 / M0 modulo 2^64.</summary>
    static abstract ulong NegativeInverse { get; }

    /// <summary>True when the prime is below 2^254: sums and Montgomery's products then need no fifth limb.</summary>
    static abstract bool HasSpareBits { get; }
}
