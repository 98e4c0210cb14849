namespace PoaSidechain.Checkpointer.Chains;

/// <summary>What a call of a contract gave.</summary>
/// <param name="Data">What it returned; empty when it reverted.</param>
/// <param name="Failure">The error when it reverted, with the revert data if the endpoint gave any.</param>
internal sealed record CallResult(ReadOnlyMemory<byte> Data, RpcError? Failure)
{
    public bool Succeeded => Failure is null;

    /// <summary>What it returned; throws when it reverted, for calls that cannot.</summary>
    public ReadOnlyMemory<byte> Require(string what) => Failure is null ? Data : throw new RpcException(what, Failure);
}
