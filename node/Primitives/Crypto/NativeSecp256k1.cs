using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>The functions of bitcoin-core's libsecp256k1 (with the recovery and ECDH modules) that are used here.</summary>
internal static unsafe partial class NativeSecp256k1
{
    public const int PublicKeySize = 64;             // the library's own opaque form
    public const int RecoverableSignatureSize = 65;  // the library's own opaque form
    public const uint Uncompressed = 2;
    public const uint Compressed = 258;
    private const string Library = "secp256k1";
    private const uint ContextSignAndVerify = 0x301;

    static NativeSecp256k1()
    {
        NativeLibraryResolver.Register(typeof(NativeSecp256k1).Assembly, new Dictionary<string, (string[], string)>(StringComparer.Ordinal)
        {
            [Library] = (["libsecp256k1.so.1", "libsecp256k1.so.2", "libsecp256k1.so.0", "libsecp256k1.dylib", "secp256k1.dll"], "libsecp256k1-1"),
        });
        Context = ContextCreate(ContextSignAndVerify);
        var seed = stackalloc byte[32];
        System.Security.Cryptography.RandomNumberGenerator.Fill(new Span<byte>(seed, 32));
        _ = ContextRandomize(Context, seed); // blinds signing against timing; must happen before the context is shared
    }

    /// <summary>One context for the whole process: after randomising it is only read, which the library allows from any thread.</summary>
    public static IntPtr Context { get; }

    [LibraryImport(Library, EntryPoint = "secp256k1_context_create")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial IntPtr ContextCreate(uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_context_randomize")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int ContextRandomize(IntPtr context, byte* seed32);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_seckey_verify")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SecretKeyVerify(IntPtr context, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_create")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int PublicKeyCreate(IntPtr context, byte* publicKey, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_parse")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int PublicKeyParse(IntPtr context, byte* publicKey, byte* input, nuint length);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_serialize")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int PublicKeySerialize(IntPtr context, byte* output, nuint* length, byte* publicKey, uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_sign_recoverable")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SignRecoverable(IntPtr context, byte* signature, byte* hash, byte* secretKey, IntPtr nonceFunction, IntPtr data);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int RecoverableSerialize(IntPtr context, byte* output64, int* recoveryId, byte* signature);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int RecoverableParse(IntPtr context, byte* signature, byte* input64, int recoveryId);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recover")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Recover(IntPtr context, byte* publicKey, byte* signature, byte* hash);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_signature_parse_compact")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SignatureParse(IntPtr context, byte* signature, byte* input64);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_verify")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Verify(IntPtr context, byte* signature, byte* hash, byte* publicKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdh")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Ecdh(
        IntPtr context, byte* output, byte* publicKey, byte* secretKey, delegate* unmanaged[Cdecl]<byte*, byte*, byte*, void*, int> hash, void* data);
}
