using System.Buffers.Binary;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>Which precompiled contracts a fork has.</summary>
/// <remarks>Immutable, one per fork. Thread: any.</remarks>
internal sealed partial class PrecompiledContracts
{
    private const int HighestNumber = 0x100; // P256VERIFY (EIP-7951)

    private static readonly PrecompiledContracts[] ByFork = [.. Enum.GetValues<Fork>().Select(fork => new PrecompiledContracts(fork))];

    private readonly PrecompiledContract?[] _contracts = new PrecompiledContract?[HighestNumber + 1];
    private readonly IReadOnlyDictionary<Address, PrecompiledContract?>? _overrides;

    /// <summary>The contracts of a fork, but others, or none, at some addresses.</summary>
    public PrecompiledContracts(PrecompiledContracts contracts, IReadOnlyDictionary<Address, PrecompiledContract?> overrides)
    {
        _contracts = contracts._contracts;
        _overrides = overrides;
    }

    /// <summary>The contracts of a fork.</summary>
    public static PrecompiledContracts Of(Fork fork) => ByFork[(int)fork];

    /// <summary>The contract at an address, or null.</summary>
    public PrecompiledContract? Find(in Address address)
    {
        if (_overrides is not null && _overrides.TryGetValue(address, out var other))
        {
            return other;
        }

        var bytes = address.Bytes;
        var high = BinaryPrimitives.ReadUInt64LittleEndian(bytes) | BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var low = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
        return high == 0 && low <= HighestNumber ? _contracts[low] : null;
    }
}
