namespace PoaSidechain.Network.Eth;

/// <summary>Message ids of the eth protocol, the same in versions 66 to 68 (devp2p caps/eth.md).</summary>
internal static class EthMessage
{
    public const int Status = 0x00;
    public const int NewBlockHashes = 0x01;
    public const int Transactions = 0x02;
    public const int GetBlockHeaders = 0x03;
    public const int BlockHeaders = 0x04;
    public const int GetBlockBodies = 0x05;
    public const int BlockBodies = 0x06;
    public const int NewBlock = 0x07;
    public const int NewPooledTransactionHashes = 0x08;
    public const int GetPooledTransactions = 0x09;
    public const int PooledTransactions = 0x0a;
    public const int GetNodeData = 0x0d;
    public const int NodeData = 0x0e;
    public const int GetReceipts = 0x0f;
    public const int Receipts = 0x10;

    /// <summary>Names by id, for metrics and logs; 17 ids are reserved in every version.</summary>
    public static readonly string[] Names =
    [
        "status", "new_block_hashes", "transactions", "get_block_headers", "block_headers", "get_block_bodies", "block_bodies", "new_block",
        "new_pooled_transaction_hashes", "get_pooled_transactions", "pooled_transactions", "reserved_0b", "reserved_0c", "get_node_data",
        "node_data", "get_receipts", "receipts",
    ];
}
