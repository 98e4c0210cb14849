using System.Runtime.InteropServices;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>The functions of supranational's blst library that the precompiled contracts on BLS12-381 need.</summary>
/// <remarks>All cdecl, none keeps a pointer. Lists of points are given as an array whose second entry is null: the points then lie one after another.</remarks>
internal static unsafe partial class NativeBlst
{
    private const string Library = NativeLibraries.Blst;

    static NativeBlst()
    {
        NativeLibraries.Register();
        IsAvailable = sizeof(nuint) == sizeof(ulong) && NativeLibraries.BlstFileNames.Any(name => NativeLibrary.TryLoad(name, out _));
    }

    /// <summary>True when the library is there.</summary>
    public static bool IsAvailable { get; }

    [LibraryImport(Library, EntryPoint = "blst_fp_from_bendian")]
    public static partial void FpFromBigEndian(Fp* result, byte* bytes);

    [LibraryImport(Library, EntryPoint = "blst_bendian_from_fp")]
    public static partial void FpToBigEndian(byte* bytes, Fp* value);

    [LibraryImport(Library, EntryPoint = "blst_p1_affine_on_curve")]
    public static partial byte IsOnCurve(P1Affine* point);

    [LibraryImport(Library, EntryPoint = "blst_p2_affine_on_curve")]
    public static partial byte IsOnCurve(P2Affine* point);

    [LibraryImport(Library, EntryPoint = "blst_p1_affine_in_g1")]
    public static partial byte IsInSubgroup(P1Affine* point);

    [LibraryImport(Library, EntryPoint = "blst_p2_affine_in_g2")]
    public static partial byte IsInSubgroup(P2Affine* point);

    [LibraryImport(Library, EntryPoint = "blst_p1_from_affine")]
    public static partial void FromAffine(P1* result, P1Affine* point);

    [LibraryImport(Library, EntryPoint = "blst_p2_from_affine")]
    public static partial void FromAffine(P2* result, P2Affine* point);

    [LibraryImport(Library, EntryPoint = "blst_p1_to_affine")]
    public static partial void ToAffine(P1Affine* result, P1* point);

    [LibraryImport(Library, EntryPoint = "blst_p2_to_affine")]
    public static partial void ToAffine(P2Affine* result, P2* point);

    [LibraryImport(Library, EntryPoint = "blst_p1_add_or_double_affine")]
    public static partial void Add(P1* result, P1* left, P1Affine* right);

    [LibraryImport(Library, EntryPoint = "blst_p2_add_or_double_affine")]
    public static partial void Add(P2* result, P2* left, P2Affine* right);

    [LibraryImport(Library, EntryPoint = "blst_p1_mult")]
    public static partial void Multiply(P1* result, P1* point, byte* scalar, nuint bits);

    [LibraryImport(Library, EntryPoint = "blst_p2_mult")]
    public static partial void Multiply(P2* result, P2* point, byte* scalar, nuint bits);

    [LibraryImport(Library, EntryPoint = "blst_p1_cneg")]
    public static partial void Negate(P1* point, byte condition);

    [LibraryImport(Library, EntryPoint = "blst_p2_cneg")]
    public static partial void Negate(P2* point, byte condition);

    [LibraryImport(Library, EntryPoint = "blst_p1s_mult_pippenger_scratch_sizeof")]
    public static partial nuint ScratchSizeOfP1(nuint points);

    [LibraryImport(Library, EntryPoint = "blst_p2s_mult_pippenger_scratch_sizeof")]
    public static partial nuint ScratchSizeOfP2(nuint points);

    [LibraryImport(Library, EntryPoint = "blst_p1s_mult_pippenger")]
    public static partial void MultiplySum(P1* result, P1Affine** points, nuint count, byte** scalars, nuint bits, byte* scratch);

    [LibraryImport(Library, EntryPoint = "blst_p2s_mult_pippenger")]
    public static partial void MultiplySum(P2* result, P2Affine** points, nuint count, byte** scalars, nuint bits, byte* scratch);

    [LibraryImport(Library, EntryPoint = "blst_map_to_g1")]
    public static partial void MapToG1(P1* result, Fp* u, Fp* v);

    [LibraryImport(Library, EntryPoint = "blst_map_to_g2")]
    public static partial void MapToG2(P2* result, Fp2* u, Fp2* v);

    [LibraryImport(Library, EntryPoint = "blst_p1_uncompress")]
    public static partial int Uncompress(P1Affine* result, byte* bytes);

    [LibraryImport(Library, EntryPoint = "blst_p2_uncompress")]
    public static partial int Uncompress(P2Affine* result, byte* bytes);

    [LibraryImport(Library, EntryPoint = "blst_p1_affine_generator")]
    public static partial P1Affine* GeneratorOfG1();

    [LibraryImport(Library, EntryPoint = "blst_p2_affine_generator")]
    public static partial P2Affine* GeneratorOfG2();

    [LibraryImport(Library, EntryPoint = "blst_miller_loop_n")]
    public static partial void MillerLoops(Fp12* result, P2Affine** q, P1Affine** p, nuint count);

    [LibraryImport(Library, EntryPoint = "blst_final_exp")]
    public static partial void FinalExponentiation(Fp12* result, Fp12* value);

    [LibraryImport(Library, EntryPoint = "blst_fp12_is_one")]
    public static partial byte IsOne(Fp12* value);
}
