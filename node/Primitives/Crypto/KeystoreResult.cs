namespace PoaSidechain.Primitives.Crypto;

/// <summary>The answer to an attempt to open a keystore file.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Key">The key when opened, to be disposed by the caller; else null.</param>
/// <param name="Detail">Why it was refused; contains no secret.</param>
public readonly record struct KeystoreResult(KeystoreStatus Status, PrivateKey? Key, string Detail)
{
    internal static KeystoreResult Refused(string detail) => new(KeystoreStatus.Refused, null, detail);
}
