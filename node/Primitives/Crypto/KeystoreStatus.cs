namespace PoaSidechain.Primitives.Crypto;

/// <summary>What became of an attempt to open a keystore file.</summary>
public enum KeystoreStatus
{
    /// <summary>The key is there.</summary>
    Opened,

    /// <summary>The file is whole, the password is not its own.</summary>
    WrongPassword,

    /// <summary>The file is malformed, of a kind that is not supported, or asks for too much memory or work.</summary>
    Refused,
}
