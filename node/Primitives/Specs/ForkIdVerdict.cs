namespace PoaSidechain.Primitives.Specs;

/// <summary>Whether another node's chain can be ours (EIP-2124, "Validation rules").</summary>
public enum ForkIdVerdict
{
    /// <summary>Nothing speaks against it.</summary>
    Compatible,

    /// <summary>The other node must be updated: it does not know a fork that we have passed.</summary>
    RemoteStale,

    /// <summary>The other node is on another chain, or has passed a fork that we do not know.</summary>
    LocalIncompatibleOrStale,
}
