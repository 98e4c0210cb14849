namespace PoaSidechain.Checkpointer.Signing;

/// <summary>Why a signer did not sign.</summary>
internal enum SigningRefusal
{
    /// <summary>It signed.</summary>
    None = 0,

    /// <summary>Another digest was signed for this index and round before: a second would be proof of cheating.</summary>
    OtherDigestSigned,

    /// <summary>A later round of this index was signed before.</summary>
    LaterRoundSigned,

    /// <summary>The index is final on L1 already.</summary>
    IndexIsFinal,

    /// <summary>Another accumulator was signed for this count of deposits before.</summary>
    OtherAccumulatorSigned,

    /// <summary>A binding to other contracts was signed before, or this one names another bridge.</summary>
    OtherBinding,
}
