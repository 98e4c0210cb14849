namespace PoaSidechain.Primitives.Crypto;

/// <summary>What keeps signatures of one application apart from those of others (EIP-712); only the given fields take part.</summary>
/// <param name="Name">The application.</param>
/// <param name="Version">Its version.</param>
/// <param name="ChainId">The chain of the verifying contract.</param>
/// <param name="VerifyingContract">The contract that checks the signatures.</param>
/// <param name="Salt">A last resort to tell domains apart.</param>
public sealed record Eip712Domain(
    string? Name = null, string? Version = null, UInt256? ChainId = null, Address? VerifyingContract = null, Hash256? Salt = null)
{
    internal const string TypeName = "EIP712Domain";

    /// <summary>The hash of the domain.</summary>
    public Hash256 Separator
    {
        get
        {
            (string Declaration, object? Value)[] members =
            [
                ("string name", Name), ("string version", Version), ("uint256 chainId", ChainId), ("address verifyingContract", VerifyingContract),
                ("bytes32 salt", Salt),
            ];
            var given = members.Where(member => member.Value is not null).ToArray();
            var schema = Eip712Schema.Parse($"{TypeName}({string.Join(',', given.Select(member => member.Declaration))})");
            return schema.HashStruct(TypeName, [.. given.Select(member => member.Value!)]);
        }
    }
}
