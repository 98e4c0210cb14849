namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>The block names of JSON-RPC.</summary>
internal enum BlockTag : byte
{
    /// <summary>None: a number or hash is given.</summary>
    None,

    /// <summary>The head.</summary>
    Latest,

    /// <summary>Genesis.</summary>
    Earliest,

    /// <summary>The block that would come next, as far as this node can tell.</summary>
    Pending,

    /// <summary>Attested by a quorum of signers.</summary>
    Safe,

    /// <summary>In a checkpoint that is final on L1.</summary>
    Finalized,
}
