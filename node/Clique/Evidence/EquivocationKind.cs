namespace PoaSidechain.Clique.Evidence;

/// <summary>How two blocks of one signer at one height stand to each other.</summary>
public enum EquivocationKind
{
    /// <summary>On different parents. An honest signer does this after a reorganisation; often, it is a key in use at two places (attack of the clones).</summary>
    TwoBranches = 0,

    /// <summary>On the same parent. No honest signer does this: proof of equivocation.</summary>
    SameParent = 1,
}
