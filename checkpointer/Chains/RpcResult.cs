using System.Text.Json;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Result or error of one request.</summary>
internal sealed class RpcResult
{
    private readonly JsonElement _value;

    private RpcResult(string method, JsonElement value, RpcError? error)
    {
        Method = method;
        _value = value;
        Error = error;
    }

    /// <summary>The method asked.</summary>
    public string Method { get; }

    /// <summary>The error, or null for a result.</summary>
    public RpcError? Error { get; }

    /// <summary>The result; throws when the answer was an error.</summary>
    public JsonElement Value => Error is null ? _value : throw new RpcException(Method, Error);

    public static RpcResult Ok(string method, JsonElement value) => new(method, value, null);

    public static RpcResult Failed(string method, RpcError error) => new(method, default, error);
}
