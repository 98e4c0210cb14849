namespace PoaSidechain.Network.Snap;

/// <summary>How much an answer of snap/1 may carry, and how much work a question may make. The figures are geth's, where geth has one.</summary>
internal static class SnapLimits
{
    /// <summary>An answer takes no further item once it is so long, whatever was asked for.</summary>
    public const int SoftReplyBytes = 2 * 1024 * 1024;

    /// <summary>The storage that goes over the limit is broken off when it goes so far over it; one that is nearly done is ended whole.</summary>
    public const double Slack = 0.1;

    /// <summary>Most codes looked up for one question.</summary>
    public const int MaxCodes = 1024;

    /// <summary>Most trie nodes looked up for one question.</summary>
    public const int MaxTrieNodes = 1024;

    /// <summary>Most accounts whose storage is opened for one question.</summary>
    public const int MaxStorages = 1024;

    /// <summary>States of so many newest blocks are served.</summary>
    public const int RecentBlocks = 128;

    /// <summary>Answers that are made at the same time: the rest of the machine is for blocks.</summary>
    public const int Parallelism = 2;

    /// <summary>What we ask for at a time.</summary>
    public const int WantedBytes = 512 * 1024;
}
