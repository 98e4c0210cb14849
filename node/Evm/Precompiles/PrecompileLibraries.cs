using PoaSidechain.Evm.Precompiles.Bls;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>Whether this machine has what the precompiled contracts of a chain's forks are computed with.</summary>
public static class PrecompileLibraries
{
    /// <summary>What to install before a node can follow the chain; null when nothing is missing.</summary>
    public static string? WhatIsMissing(ChainSpec chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return !NativeBlst.IsAvailable && chain.TimeForks.Any(fork => fork.Fork >= Fork.Cancun)
            ? "The genesis file activates Cancun or later, whose precompiled contracts 0x0a (KZG) to 0x11 (BLS12-381) need the library blst, "
                + "and it is not there. Run ops/setup, which builds it, or put libblst.so where the system looks for libraries."
            : null;
    }
}
