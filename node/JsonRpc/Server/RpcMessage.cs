namespace PoaSidechain.JsonRpc.Server;

/// <summary>One request out of a message (JSON-RPC 2.0 section 4), as slices of it. Fields that are absent are empty.</summary>
internal readonly record struct RpcMessage
{
    /// <summary>True when <c>jsonrpc</c> is "2.0".</summary>
    public bool HasVersion { get; init; }

    /// <summary>The raw JSON of the id; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>The method's name in UTF-8; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Method { get; init; }

    /// <summary>The raw JSON of the parameters; empty when there are none.</summary>
    public ReadOnlyMemory<byte> Parameters { get; init; }

    /// <summary>True when it has a result or an error: somebody's answer, not a request.</summary>
    public bool HasOutcome { get; init; }

    /// <summary>Wants to be executed, and no answer.</summary>
    public bool IsNotification => HasVersion && Id.IsEmpty && !Method.IsEmpty;

    /// <summary>Wants to be executed and answered.</summary>
    public bool IsCall => HasVersion && HasValidId && !Method.IsEmpty;

    /// <summary>An answer to a call that this server never made: passed over.</summary>
    public bool IsResponse => HasVersion && HasValidId && Method.IsEmpty && Parameters.IsEmpty && HasOutcome;

    /// <summary>True when there is an id that may be repeated: anything but an object or a list.</summary>
    public bool HasValidId => !Id.IsEmpty && Id.Span[0] is not ((byte)'{' or (byte)'[');
}
