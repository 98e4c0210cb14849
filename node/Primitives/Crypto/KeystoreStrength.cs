namespace PoaSidechain.Primitives.Crypto;

/// <summary>How hard a new keystore file is to guess (scrypt with r = 8, as geth has it).</summary>
public enum KeystoreStrength
{
    /// <summary>n = 262144, p = 1: 256 MiB and about a second.</summary>
    Standard,

    /// <summary>n = 4096, p = 6: 4 MiB; for tests and throwaway networks.</summary>
    Light,
}
