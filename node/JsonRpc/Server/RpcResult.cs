using System.Diagnostics.CodeAnalysis;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>What a handler answers: a value, or why there is none.</summary>
public readonly struct RpcResult<T>
{
    private readonly T _value;

    /// <summary>A value; needed only where T is an interface, from which no conversion can be.</summary>
    public RpcResult(T value)
        : this(value, null)
    {
    }

    private RpcResult(T value, RpcError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>Why there is no value; null when there is one.</summary>
    public RpcError? Error { get; }

    /// <summary>Takes the value, or the error.</summary>
    public bool TryGet(out T value, [NotNullWhen(false)] out RpcError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    /// <summary>A value.</summary>
    public static implicit operator RpcResult<T>(T value) => new(value, null);

    /// <summary>An error.</summary>
    public static implicit operator RpcResult<T>(RpcError error) => new(default!, error);
}
