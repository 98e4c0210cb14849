namespace PoaSidechain.Network.Eth;

/// <summary>How much of everything a message may carry. The figures are geth's, where geth has one.</summary>
internal static class EthLimits
{
    /// <summary>Largest message; a larger one ends the session.</summary>
    public const int MaxMessageBytes = 10 * 1024 * 1024;

    /// <summary>An answer takes no further item once it is so long.</summary>
    public const int SoftReplyBytes = 2 * 1024 * 1024;

    /// <summary>Most headers, bodies or receipt lists in an answer.</summary>
    public const int MaxServed = 1024;

    /// <summary>Most transactions in an answer to GetPooledTransactions.</summary>
    public const int MaxPooledServed = 256;

    /// <summary>Most block announcements in a message. geth announces one at a time.</summary>
    public const int MaxBlockAnnouncements = 256;

    /// <summary>Most transaction announcements in a message.</summary>
    public const int MaxTransactionAnnouncements = 4096;

    /// <summary>Most transactions in a message. Honest ones hold 100 KiB or one transaction; the number bounds the objects made of 10 MiB.</summary>
    public const int MaxTransactions = 16_384;

    /// <summary>Most bits of a total difficulty.</summary>
    public const int MaxTotalDifficultyBits = 100;

    /// <summary>Transactions of up to so many bytes are sent whole, larger ones only announced.</summary>
    public const int MaxBroadcastTransactionBytes = 4096;

    /// <summary>A message of transactions is closed once it is so long.</summary>
    public const int TransactionPackBytes = 100 * 1024;
}
