using PoaSidechain.Evm.Precompiles.Fields;

namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <summary>The prime of the curve's coordinates: 21888242871839275222246405745257275088696311157297823662689037894645226208583 (EIP-196).</summary>
internal readonly struct Bn254Prime : IPrimeModulus
{
    public static ulong M0 => 0x3c208c16d87cfd47;

    public static ulong M1 => 0x97816a916871ca8d;

    public static ulong M2 => 0xb85045b68181585d;

    public static ulong M3 => 0x30644e72e131a029;

    public static ulong NegativeInverse => 0x87d20782e4866389;

    public static bool HasSpareBits => true;
}
