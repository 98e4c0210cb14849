using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>Where the libraries that precompiled contracts are computed with are looked for; an assembly can say that only once.</summary>
internal static class NativeLibraries
{
    public const string Gmp = "gmp";
    public const string Blst = "blst";
    public const string Crypto = "crypto";

    static NativeLibraries() => NativeLibraryResolver.Register(
        typeof(NativeLibraries).Assembly,
        new Dictionary<string, (string[], string)>(StringComparer.Ordinal)
        {
            [Gmp] = (GmpFileNames, "libgmp10"),
            [Crypto] = (CryptoFileNames, "libssl3"),
            [Blst] = (BlstFileNames, "(no package: run ops/setup, which builds it)"),
        });

    public static string[] GmpFileNames { get; } = ["libgmp.so.10", "libgmp.so", "libgmp.10.dylib", "libgmp.dylib", "libgmp-10.dll"];

    public static string[] CryptoFileNames { get; } = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"];

    /// <summary>Beside the program, where <c>ops/setup</c> puts what it builds for this user, then the system's own.</summary>
    public static string[] BlstFileNames { get; } =
    [
        Path.Combine(AppContext.BaseDirectory, "libpoa-blst.so"),
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "poasidechain",
            "libpoa-blst.so"),
        "libpoa-blst.so",
        "libblst.so",
        "libblst.dylib",
        "blst.dll",
    ];

    /// <summary>Does nothing but see to it that the names are known before a library is called.</summary>
    public static void Register()
    {
    }
}
