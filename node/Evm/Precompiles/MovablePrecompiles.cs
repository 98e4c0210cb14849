using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>The precompiled contracts of a fork, which a caller of eth_call or eth_simulateV1 moves and replaces (geth: movePrecompileToAddress).</summary>
/// <remarks>Thread: one at a time until it is handed to an execution, then unchanged.</remarks>
public sealed class MovablePrecompiles
{
    private readonly Dictionary<Address, PrecompiledContract?> _overrides = [];

    /// <summary>Those of a fork, where they belong.</summary>
    public MovablePrecompiles(Fork fork) => Contracts = new PrecompiledContracts(PrecompiledContracts.Of(fork), _overrides);

    /// <summary>What an execution asks.</summary>
    internal PrecompiledContracts Contracts { get; }

    /// <summary>True when there is one at the address now.</summary>
    public bool Contains(in Address address) => Contracts.Find(address) is not null;

    /// <summary>Puts a copy of a contract at another address.</summary>
    public void Copy(in Address from, in Address to) => _overrides[to] = Contracts.Find(from);

    /// <summary>Takes the contract at an address away, so that the account's own code counts.</summary>
    public void Remove(in Address address) => _overrides[address] = null;
}
