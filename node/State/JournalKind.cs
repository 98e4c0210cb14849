namespace PoaSidechain.State;

/// <summary>Kinds of change that a call may undo.</summary>
internal enum JournalKind : byte
{
    /// <summary>The account was looked at in a way that removes it if it is empty (EIP-161).</summary>
    Touched,

    /// <summary>The account came into being.</summary>
    Created,

    /// <summary>The account became a contract in this transaction (EIP-6780).</summary>
    ContractCreated,

    /// <summary>The balance changed.</summary>
    Balance,

    /// <summary>The nonce changed.</summary>
    Nonce,

    /// <summary>The code changed.</summary>
    Code,

    /// <summary>A slot changed.</summary>
    Storage,

    /// <summary>A transient slot changed (EIP-1153).</summary>
    Transient,

    /// <summary>The contract was condemned.</summary>
    SelfDestructed,

    /// <summary>The account became warm (EIP-2929).</summary>
    AccountWarmed,

    /// <summary>A slot became warm (EIP-2929).</summary>
    SlotWarmed,
}
