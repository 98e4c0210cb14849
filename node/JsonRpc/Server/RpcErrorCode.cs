namespace PoaSidechain.JsonRpc.Server;

/// <summary>Error codes of JSON-RPC 2.0 and those that geth adds.</summary>
public static class RpcErrorCode
{
    /// <summary>The message is no JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The JSON is no request.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>No such method here, or no such subscription.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters do not fit the method.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A fault of this program.</summary>
    public const int InternalError = -32603;

    /// <summary>The method was tried and refused; the message says why.</summary>
    public const int ServerError = -32000;

    /// <summary>The call took longer than this server allows.</summary>
    public const int Timeout = -32002;

    /// <summary>The answer is larger than this server allows.</summary>
    public const int ResponseTooLarge = -32003;

    /// <summary>More was asked for at once than this server allows.</summary>
    public const int LimitExceeded = -38026;

    /// <summary>Execution reverted; the data is what the contract returned.</summary>
    public const int Reverted = 3;

    /// <summary>A transaction is still being indexed or a receipt did not come in time (EIP-7966).</summary>
    public const int ReceiptTimeout = 4;
}
