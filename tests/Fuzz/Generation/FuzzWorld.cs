using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>The few addresses that all cases are about, so that accounts meet again and again.</summary>
internal static class FuzzWorld
{
    public static IReadOnlyList<PrivateKey> Users { get; } = [.. Enumerable.Range(0, 4).Select(i => TestKeys.Named($"fuzz {i}"))];

    public static IReadOnlyList<Address> Contracts { get; } = [.. Enumerable.Range(0, 6).Select(i => Address.FromNumber(0x1000 + (ulong)i))];

    /// <summary>Empty where it exists: what the rules of EIP-161 are about.</summary>
    public static Address EmptyAccount { get; } = Address.FromNumber(0xe0);

    public static Address Absent { get; } = Address.FromNumber(0xabcdef);

    public static Address FeeRecipient { get; } = Address.FromNumber(0xc0ffee);

    /// <summary>Precompiled contracts of all forks; 0x0a is no use here, see <see cref="PrecompileInputs"/>.</summary>
    public static IReadOnlyList<Address> Precompiles { get; } =
        [.. Enumerable.Range(1, 0x12).Where(i => i != 0x0a).Append(0x100).Select(i => Address.FromNumber((ulong)i))];

    public static IReadOnlyList<Address> All { get; } =
    [
        .. Users.Select(user => user.Address), .. Contracts, .. Contracts, .. Contracts, EmptyAccount, Absent, FeeRecipient,
        .. Precompiles.Take(4), .. Precompiles.Skip(8),
    ];
}
