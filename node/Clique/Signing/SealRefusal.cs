namespace PoaSidechain.Clique.Signing;

/// <summary>Why a block was not sealed.</summary>
public enum SealRefusal
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>What should be signed is no unsealed block of a Clique chain (EIP-225: difficulty, nonce, mix hash, uncles, room for the seal).</summary>
    NotSealable,

    /// <summary>Another block on the same parent was given out for sealing before: a second would be proof of equivocation.</summary>
    ConflictingBlock,

    /// <summary>The remote signer does not answer. Transient.</summary>
    Unavailable,

    /// <summary>The remote signer says no, or something that is no signature.</summary>
    Denied,

    /// <summary>The remote signer signed with another key than the account's.</summary>
    WrongKey,
}
