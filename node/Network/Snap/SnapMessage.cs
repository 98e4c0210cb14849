namespace PoaSidechain.Network.Snap;

/// <summary>Message ids of the snap protocol (devp2p caps/snap.md).</summary>
internal static class SnapMessage
{
    public const int GetAccountRange = 0x00;
    public const int AccountRange = 0x01;
    public const int GetStorageRanges = 0x02;
    public const int StorageRanges = 0x03;
    public const int GetByteCodes = 0x04;
    public const int ByteCodes = 0x05;
    public const int GetTrieNodes = 0x06;
    public const int TrieNodes = 0x07;

    /// <summary>Names by id, for metrics and logs.</summary>
    public static readonly string[] Names =
    [
        "get_account_range", "account_range", "get_storage_ranges", "storage_ranges", "get_byte_codes", "byte_codes", "get_trie_nodes", "trie_nodes",
    ];
}
