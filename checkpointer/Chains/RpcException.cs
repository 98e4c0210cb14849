namespace PoaSidechain.Checkpointer.Chains;

/// <summary>An endpoint answered with an error, or with something that is not what the method returns.</summary>
internal sealed class RpcException(string method, RpcError error) : Exception($"{method}: {error}")
{
    public RpcError Error { get; } = error;

    public static RpcException Malformed(string method, string expected) =>
        new(method, new RpcError(0, $"the answer is not {expected}", null));
}
