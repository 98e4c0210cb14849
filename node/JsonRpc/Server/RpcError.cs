using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Why a call was not answered with a result (JSON-RPC 2.0 section 5.1).</summary>
/// <param name="Code">One of <see cref="RpcErrorCode"/>.</param>
/// <param name="Message">One sentence, in geth's words where geth has some.</param>
/// <param name="ErrorData">A JSON string beside the message: hex of what a reverted call returned, a transaction hash; or null.</param>
public sealed record RpcError(int Code, string Message, string? ErrorData = null)
{
    /// <summary>The JSON is no request.</summary>
    public static RpcError InvalidRequest { get; } = new(RpcErrorCode.InvalidRequest, "invalid request");

    /// <summary>A batch without requests.</summary>
    public static RpcError EmptyBatch { get; } = new(RpcErrorCode.InvalidRequest, "empty batch");

    /// <summary>A batch with more requests than allowed.</summary>
    public static RpcError BatchTooLarge { get; } = new(RpcErrorCode.InvalidRequest, "batch too large");

    /// <summary>The answer would be larger than allowed.</summary>
    public static RpcError ResponseTooLarge { get; } = new(RpcErrorCode.ResponseTooLarge, "response too large");

    /// <summary>The call took too long.</summary>
    public static RpcError TimedOut { get; } = new(RpcErrorCode.Timeout, "request timed out");

    /// <summary>A handler threw: a bug of ours, which is in the log.</summary>
    public static RpcError HandlerCrashed { get; } = new(RpcErrorCode.InternalError, "method handler crashed");

    /// <summary>Subscriptions need a transport that can send by itself.</summary>
    public static RpcError NotificationsUnsupported { get; } = new(RpcErrorCode.MethodNotFound, "notifications not supported");

    /// <summary>No subscription with this id on this connection.</summary>
    public static RpcError SubscriptionNotFound { get; } = new(RpcErrorCode.ServerError, "subscription not found");

    /// <summary>The message is no JSON.</summary>
    public static RpcError ParseError(string text) => new(RpcErrorCode.ParseError, text);

    /// <summary>No method with this name on this transport.</summary>
    public static RpcError MethodNotFound(string method) =>
        new(RpcErrorCode.MethodNotFound, $"the method {method} does not exist/is not available");

    /// <summary>The parameters do not fit.</summary>
    public static RpcError InvalidParams(string text) => new(RpcErrorCode.InvalidParams, text);

    /// <summary>The method was tried and refused.</summary>
    public static RpcError Refused(string text) => new(RpcErrorCode.ServerError, text);

    /// <summary>Execution reverted.</summary>
    /// <param name="text">With the decoded reason, if there is one.</param>
    /// <param name="output">What the contract returned.</param>
    public static RpcError Reverted(string text, ReadOnlySpan<byte> output) => new(RpcErrorCode.Reverted, text, Hex.Encode(output));
}
