using System.Runtime.InteropServices;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>The structures of the blst library: opaque here, of the sizes it expects (field elements are six limbs in Montgomery form).</summary>
internal static class BlstTypes
{
    /// <summary>An element of the base field.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 48)]
    public struct Fp;

    /// <summary>An element of the quadratic extension: real part, imaginary part.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Fp2
    {
        public Fp C0;
        public Fp C1;
    }

    /// <summary>An element of the field that pairings end in.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 576)]
    public struct Fp12;

    /// <summary>A point of E1 in affine coordinates; all zeros is the point at infinity.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct P1Affine
    {
        public Fp X;
        public Fp Y;
    }

    /// <summary>A point of E1 in Jacobian coordinates.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    public struct P1;

    /// <summary>A point of E2 in affine coordinates; all zeros is the point at infinity.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct P2Affine
    {
        public Fp2 X;
        public Fp2 Y;
    }

    /// <summary>A point of E2 in Jacobian coordinates.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 288)]
    public struct P2;
}
