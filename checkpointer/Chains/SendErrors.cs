namespace PoaSidechain.Checkpointer.Chains;

/// <summary>The one place that reads error texts of nodes: geth's, which most clients repeat, and anvil's.</summary>
internal static class SendErrors
{
    // In this order: the narrower text first ("replacement transaction underpriced" contains "transaction underpriced").
    private static readonly (string Text, SendVerdict Verdict)[] Texts =
    [
        ("already known", SendVerdict.AlreadyKnown),
        ("already imported", SendVerdict.AlreadyKnown),
        ("known transaction", SendVerdict.AlreadyKnown),
        ("nonce too low", SendVerdict.NonceTooLow),
        ("nonce has already been used", SendVerdict.NonceTooLow),
        ("nonce too high", SendVerdict.NonceTooHigh),
        ("replacement transaction underpriced", SendVerdict.ReplacementUnderpriced),
        ("replacement not allowed", SendVerdict.ReplacementUnderpriced),
        ("could not replace existing tx", SendVerdict.ReplacementUnderpriced),
        ("transaction underpriced", SendVerdict.Underpriced),
        ("max fee per gas less than block base fee", SendVerdict.Underpriced),
        ("fee cap less than block base fee", SendVerdict.Underpriced),
        ("gas price below minimum", SendVerdict.Underpriced),
        ("gas tip cap", SendVerdict.Underpriced),
        ("insufficient funds", SendVerdict.InsufficientFunds),
        ("txpool is full", SendVerdict.PoolFull),
        ("account limit exceeded", SendVerdict.PoolFull),
        ("transaction pool is full", SendVerdict.PoolFull),
        ("future transaction tries to replace pending", SendVerdict.PoolFull),
        ("in-flight transaction limit", SendVerdict.PoolFull),
    ];

    /// <summary>Classifies the answer to <c>eth_sendRawTransaction</c>; no error is <see cref="SendVerdict.Accepted"/>.</summary>
    public static SendVerdict Classify(RpcError? error)
    {
        if (error is null)
        {
            return SendVerdict.Accepted;
        }

        foreach (var (text, verdict) in Texts)
        {
            if (error.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return verdict;
            }
        }

        return SendVerdict.Rejected;
    }
}
