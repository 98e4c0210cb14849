namespace PoaSidechain.JsonRpc.Server;

/// <summary>A method that can be called: binds its parameters, runs, writes its result.</summary>
internal sealed class RpcMethod(string name, IReadOnlyList<RpcParameter> parameters, Type result, RpcInvoker invoke)
{
    /// <summary>Namespace and name, like eth_call.</summary>
    public string Name { get; } = name;

    /// <summary>The part before the first underscore.</summary>
    public string Namespace { get; } = name[..name.IndexOf('_', StringComparison.Ordinal)];

    /// <summary>What it takes, without what comes from the call's surroundings.</summary>
    public IReadOnlyList<RpcParameter> Parameters { get; } = parameters;

    /// <summary>What its handler answers with.</summary>
    public Type Result { get; } = result;

    /// <summary>Runs a call; answers why it failed, or null with the result written.</summary>
    public RpcInvoker Invoke { get; } = invoke;

    /// <summary>True for a method that executes code or reads many blocks: only so many run at once, each for so long.</summary>
    public bool IsHeavy { get; private set; }

    /// <summary>True for a method that gives power over the node or the chain: only over IPC, or where callers prove who they are.</summary>
    public bool IsPrivileged { get; private set; }

    /// <summary>Marks the method as one that costs time.</summary>
    public RpcMethod Heavy()
    {
        IsHeavy = true;
        return this;
    }

    /// <summary>Keeps the method away from transports on which anybody may call.</summary>
    public RpcMethod Privileged()
    {
        IsPrivileged = true;
        return this;
    }
}
