using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>The few functions of GNU MP (libgmp) that modular exponentiation needs.</summary>
internal static unsafe partial class NativeGmp
{
    private const string Library = NativeLibraries.Gmp;

    static NativeGmp()
    {
        NativeLibraries.Register();
        IsAvailable = sizeof(nuint) == sizeof(ulong) && NativeLibraries.GmpFileNames.Any(name => NativeLibrary.TryLoad(name, out _));
    }

    /// <summary>True when the library is there and its limbs are of 64 bits.</summary>
    public static bool IsAvailable { get; }

    /// <summary>result = power of base modulo modulus. The numbers are of any limbs, the modulus is not 0.</summary>
    public static void PowerModulo(
        ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> exponent, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        fixed (ulong* numberLimbs = number)
        fixed (ulong* exponentLimbs = exponent)
        fixed (ulong* modulusLimbs = modulus)
        {
            Integer power, b, e, m;
            Init(&power);
            _ = ReadOnlyInit(&b, numberLimbs, number.Length);
            _ = ReadOnlyInit(&e, exponentLimbs, exponent.Length);
            _ = ReadOnlyInit(&m, modulusLimbs, modulus.Length);
            PowerModulo(&power, &b, &e, &m);
            new ReadOnlySpan<ulong>(power.Limbs, power.Size).CopyTo(result);
            result[power.Size..].Clear();
            Clear(&power);
        }
    }

    [LibraryImport(Library, EntryPoint = "__gmpz_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void Init(Integer* number);

    [LibraryImport(Library, EntryPoint = "__gmpz_clear")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void Clear(Integer* number);

    [LibraryImport(Library, EntryPoint = "__gmpz_roinit_n")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr ReadOnlyInit(Integer* number, ulong* limbs, nint size);

    [LibraryImport(Library, EntryPoint = "__gmpz_powm")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void PowerModulo(Integer* result, Integer* number, Integer* exponent, Integer* modulus);

    /// <summary>The library's <c>mpz_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Integer
    {
        public int Allocated;
        public int Size;
        public ulong* Limbs;
    }
}
