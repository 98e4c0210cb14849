using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>Tells precompiled contracts from accounts, for those who look at an execution from outside.</summary>
public static class PrecompileAddresses
{
    /// <summary>True when a fork has a precompiled contract at the address.</summary>
    public static bool Contains(Fork fork, in Address address) => PrecompiledContracts.Of(fork).Find(address) is not null;
}
