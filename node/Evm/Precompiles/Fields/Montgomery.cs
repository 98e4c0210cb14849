using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Fields;

/// <summary>An element of a prime field in Montgomery's form: x is kept as x * 2^256 modulo the prime, always reduced.</summary>
/// <remarks>Four limbs, least significant first. Not constant in time: nothing secret is ever computed with.</remarks>
internal readonly partial struct Montgomery<TModulus>(ulong l0, ulong l1, ulong l2, ulong l3) : IEquatable<Montgomery<TModulus>>
    where TModulus : struct, IPrimeModulus
{
    private readonly ulong _l0 = l0;
    private readonly ulong _l1 = l1;
    private readonly ulong _l2 = l2;
    private readonly ulong _l3 = l3;

    /// <summary>The prime.</summary>
    public static UInt256 Modulus { get; } = new(TModulus.M0, TModulus.M1, TModulus.M2, TModulus.M3);

    public static Montgomery<TModulus> Zero => default;

    /// <summary>1, that is 2^256 modulo the prime.</summary>
    public static Montgomery<TModulus> One { get; } = Raw((UInt256.Zero - Modulus) % Modulus);

    private static Montgomery<TModulus> RadixSquared { get; } = Raw(SquareOf(One));

    public bool IsZero => (_l0 | _l1 | _l2 | _l3) == 0;

    /// <summary>From a number below the prime; false when it is not.</summary>
    public static bool TryFrom(in UInt256 number, out Montgomery<TModulus> element)
    {
        var isReduced = number < Modulus;
        element = isReduced ? Raw(number) * RadixSquared : default;
        return isReduced;
    }

    /// <summary>From any number, reduced.</summary>
    public static Montgomery<TModulus> From(in UInt256 number) => Raw(number % Modulus) * RadixSquared;

    /// <summary>The number, below the prime.</summary>
    public UInt256 ToUInt256()
    {
        var number = this * new Montgomery<TModulus>(1, 0, 0, 0);
        return new UInt256(number._l0, number._l1, number._l2, number._l3);
    }

    public bool Equals(Montgomery<TModulus> other) =>
        ((_l0 ^ other._l0) | (_l1 ^ other._l1) | (_l2 ^ other._l2) | (_l3 ^ other._l3)) == 0;

    public override bool Equals(object? obj) => obj is Montgomery<TModulus> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_l0, _l1, _l2, _l3);

    public override string ToString() => ToUInt256().ToHexString();

    public static bool operator ==(in Montgomery<TModulus> a, in Montgomery<TModulus> b) => a.Equals(b);

    public static bool operator !=(in Montgomery<TModulus> a, in Montgomery<TModulus> b) => !a.Equals(b);

    private static Montgomery<TModulus> Raw(in UInt256 number) => Unsafe.BitCast<UInt256, Montgomery<TModulus>>(number);

    private static UInt256 SquareOf(in Montgomery<TModulus> element)
    {
        var number = new UInt256(element._l0, element._l1, element._l2, element._l3);
        UInt256.MulMod(number, number, Modulus, out var square);
        return square;
    }
}
