namespace PoaSidechain.Primitives.Abi;

/// <summary>A named place of a function, event, error or struct.</summary>
/// <param name="Name">The name, which may be empty.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsIndexed">For events: the value stands in a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool IsIndexed = false)
{
    /// <summary>Type and name, as Solidity writes them.</summary>
    public override string ToString() => Name.Length == 0 ? Type.ToString() : $"{Type} {Name}";
}
