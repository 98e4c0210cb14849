namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>What a peer says falsely about a long chain, from a block in its middle on.</summary>
public enum Lie
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Sends the body of another block.</summary>
    WrongBody,

    /// <summary>Headers are sealed by somebody who is no signer.</summary>
    WrongSeal,

    /// <summary>A signer sealed a header whose receipts root is not what execution gives.</summary>
    WrongReceipts,

    /// <summary>A header comes that the next one does not follow.</summary>
    BrokenChain,

    /// <summary>Headers end below the head that it said it has.</summary>
    WithheldHeaders,

    /// <summary>Headers come and the bodies do not.</summary>
    WithheldBodies,
}
