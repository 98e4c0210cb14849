namespace PoaSidechain.Primitives.Blocks;

/// <summary>The envelope of a transaction (EIP-2718).</summary>
public enum TransactionType : byte
{
    /// <summary>Before EIP-2718: an RLP list without a type byte.</summary>
    Legacy = 0,

    /// <summary>With an access list (EIP-2930).</summary>
    AccessList = 1,

    /// <summary>With a priority fee and a fee cap (EIP-1559).</summary>
    DynamicFee = 2,

    /// <summary>With blobs (EIP-4844): decoded so that it can be named, refused everywhere on this chain.</summary>
    Blob = 3,

    /// <summary>With code delegations (EIP-7702).</summary>
    SetCode = 4,
}
