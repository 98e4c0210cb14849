using System.Runtime.CompilerServices;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>
/// An element of the field of the curve's coordinates, whose prime p is
/// 21888242871839275222246405745257275088696311157297823662689037894645226208583 (EIP-196), in Montgomery's form: x is kept as x * 2^256 modulo p,
/// always below p.
/// </summary>
/// <remarks>
/// Four limbs, least significant first. Not constant in time: nothing secret is ever computed with. The methods with an out argument are for the hot
/// paths, where results are written once and never copied; an argument may be the result too.
/// </remarks>
internal readonly partial struct Fp : IEquatable<Fp>
{
    private const ulong P0 = 0x3c208c16d87cfd47;
    private const ulong P1 = 0x97816a916871ca8d;
    private const ulong P2 = 0xb85045b68181585d;
    private const ulong P3 = 0x30644e72e131a029;
    private const ulong NegativeInverse = 0x87d20782e4866389; // -1 / p modulo 2^64

    private readonly ulong _l0;
    private readonly ulong _l1;
    private readonly ulong _l2;
    private readonly ulong _l3;

    private Fp(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
    }

    /// <summary>The prime.</summary>
    public static UInt256 Modulus { get; } = new(P0, P1, P2, P3);

    public static Fp Zero => default;

    /// <summary>1, that is 2^256 modulo the prime.</summary>
    public static Fp One { get; } = Raw((UInt256.Zero - Modulus) % Modulus);

    private static Fp RadixSquared { get; } = Raw(SquareOf(One));

    private static Fp RadixCubed { get; } = RadixSquared * RadixSquared;

    public bool IsZero => (_l0 | _l1 | _l2 | _l3) == 0;

    /// <summary>From a number below the prime; false when it is not.</summary>
    public static bool TryFrom(in UInt256 number, out Fp element)
    {
        var isReduced = number < Modulus;
        element = isReduced ? Raw(number) * RadixSquared : default;
        return isReduced;
    }

    /// <summary>From any number, reduced.</summary>
    public static Fp From(in UInt256 number) => Raw(number % Modulus) * RadixSquared;

    /// <summary>The number, below the prime.</summary>
    public UInt256 ToUInt256()
    {
        Multiply(this, new Fp(1, 0, 0, 0), out var number);
        return new UInt256(number._l0, number._l1, number._l2, number._l3);
    }

    public bool Equals(Fp other) => ((_l0 ^ other._l0) | (_l1 ^ other._l1) | (_l2 ^ other._l2) | (_l3 ^ other._l3)) == 0;

    public override bool Equals(object? obj) => obj is Fp other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_l0, _l1, _l2, _l3);

    public override string ToString() => ToUInt256().ToHexString();

    public static bool operator ==(in Fp a, in Fp b) => ((a._l0 ^ b._l0) | (a._l1 ^ b._l1) | (a._l2 ^ b._l2) | (a._l3 ^ b._l3)) == 0;

    public static bool operator !=(in Fp a, in Fp b) => !(a == b);

    private static Fp Raw(in UInt256 number) => Unsafe.BitCast<UInt256, Fp>(number);

    private static UInt256 SquareOf(in Fp element)
    {
        var number = new UInt256(element._l0, element._l1, element._l2, element._l3);
        UInt256.MulMod(number, number, Modulus, out var square);
        return square;
    }
}
