using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>
/// ECDSA on P-256 by OpenSSL's libcrypto itself. The platform's <c>ECDsa</c> checks every key by a multiplication of its own, which this
/// curve of cofactor 1 does not need, and takes three times as long.
/// </summary>
internal static unsafe partial class NativeP256
{
    private const string Library = NativeLibraries.Crypto;
    private const int CurveP256 = 415; // NID_X9_62_prime256v1
    private const int FieldSize = 32;

    private static readonly ConcurrentBag<IntPtr> IdleKeys = []; // with their curve, which takes longer to make than a signature to verify

    static NativeP256()
    {
        NativeLibraries.Register();
        IsAvailable = NativeLibraries.CryptoFileNames.Any(name =>
            NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "ECDSA_do_verify", out _));
    }

    /// <summary>True when the library is there.</summary>
    public static bool IsAvailable { get; }

    /// <summary>The prime of the curve's field, big-endian (FIPS 186-4, D.1.2.3). The library would take greater coordinates modulo it.</summary>
    private static ReadOnlySpan<byte> Prime =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];

    /// <summary>Whether r and s, 32 bytes each, sign the hash with the key of these coordinates.</summary>
    public static bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> r, ReadOnlySpan<byte> s, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (x.SequenceCompareTo(Prime) >= 0 || y.SequenceCompareTo(Prime) >= 0)
        {
            return false;
        }

        var key = IdleKeys.TryTake(out var idle) ? idle : Existing(NewKey(CurveP256));
        var curve = CurveOf(key);
        var point = Existing(NewPoint(curve));
        var signature = Existing(NewSignature());
        var (numberX, numberY) = (ToNumber(x), ToNumber(y));
        try
        {
            _ = SetSignature(signature, ToNumber(r), ToNumber(s)); // which owns the two from now on; fails for null only
            fixed (byte* digest = hash)
            {
                return SetCoordinates(curve, point, numberX, numberY, IntPtr.Zero) == 1
                    && SetPublicKey(key, point) == 1
                    && Verify(digest, hash.Length, signature, key) == 1;
            }
        }
        finally
        {
            FreeNumber(numberX);
            FreeNumber(numberY);
            FreeSignature(signature);
            FreePoint(point);
            IdleKeys.Add(key);
            ClearErrors(); // of refused points and signatures: the queue is this thread's, and others read it
        }
    }

    private static IntPtr ToNumber(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Existing(ToNumber(first, FieldSize, IntPtr.Zero));
        }
    }

    private static IntPtr Existing(IntPtr made) => made != IntPtr.Zero ? made : throw new InvalidOperationException("libcrypto has no memory left.");

    [LibraryImport(Library, EntryPoint = "EC_KEY_new_by_curve_name")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr NewKey(int curve);

    [LibraryImport(Library, EntryPoint = "EC_KEY_get0_group")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr CurveOf(IntPtr key);

    [LibraryImport(Library, EntryPoint = "EC_KEY_set_public_key")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int SetPublicKey(IntPtr key, IntPtr point);

    [LibraryImport(Library, EntryPoint = "EC_POINT_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr NewPoint(IntPtr curve);

    [LibraryImport(Library, EntryPoint = "EC_POINT_free")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void FreePoint(IntPtr point);

    /// <summary>Refuses coordinates of no point of the curve.</summary>
    [LibraryImport(Library, EntryPoint = "EC_POINT_set_affine_coordinates")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int SetCoordinates(IntPtr curve, IntPtr point, IntPtr x, IntPtr y, IntPtr context);

    [LibraryImport(Library, EntryPoint = "BN_bin2bn")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr ToNumber(byte* bytes, int size, IntPtr target);

    [LibraryImport(Library, EntryPoint = "BN_free")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void FreeNumber(IntPtr number);

    [LibraryImport(Library, EntryPoint = "ECDSA_SIG_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr NewSignature();

    [LibraryImport(Library, EntryPoint = "ECDSA_SIG_free")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void FreeSignature(IntPtr signature);

    [LibraryImport(Library, EntryPoint = "ECDSA_SIG_set0")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int SetSignature(IntPtr signature, IntPtr r, IntPtr s);

    /// <summary>1 valid, 0 not, -1 for what is no signature at all.</summary>
    [LibraryImport(Library, EntryPoint = "ECDSA_do_verify")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int Verify(byte* digest, int size, IntPtr signature, IntPtr key);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void ClearErrors();
}
