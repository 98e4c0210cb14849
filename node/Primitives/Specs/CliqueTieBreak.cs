namespace PoaSidechain.Primitives.Specs;

/// <summary>How a node chooses between two heads of equal total difficulty and equal number. Local: no block is judged by it.</summary>
public enum CliqueTieBreak
{
    /// <summary>
    /// EIP-3436 in Besu's reading: the smaller (number - signer index) mod N, then the lower hash. All nodes choose the same head, so that signers of
    /// two branches cannot wait for each other for ever.
    /// </summary>
    Eip3436 = 0,

    /// <summary>The head that was there first stays: what is left of geth's rule without its coin. For chains that want parity with it.</summary>
    FirstSeen,
}
