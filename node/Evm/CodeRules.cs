using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Evm;

/// <summary>What may be the code of an account.</summary>
internal static class CodeRules
{
    /// <summary>Longest code in bytes (EIP-170).</summary>
    public const int MaxCodeSize = 24_576;

    private const byte ReservedPrefix = 0xef; // EIP-3541
    private const int DelegationSize = 23;    // EIP-7702: 0xef0100 || address

    /// <summary>Whether a creation may deploy this code.</summary>
    public static EvmError CheckDeployed(ReadOnlySpan<byte> code, ForkRules rules)
    {
        if (rules.IsLondon && code.Length > 0 && code[0] == ReservedPrefix)
        {
            return EvmError.InvalidCodePrefix;
        }

        return rules.IsEip158 && code.Length > MaxCodeSize ? EvmError.CodeTooLarge : EvmError.None;
    }

    /// <summary>The code that delegates to a contract (EIP-7702); no code for the zero address.</summary>
    public static Code DelegationTo(in Address target)
    {
        if (target.IsZero)
        {
            return Code.Empty;
        }

        Span<byte> code = stackalloc byte[DelegationSize];
        code[0] = ReservedPrefix;
        code[1] = 1;
        code[2] = 0;
        target.CopyTo(code[3..]);
        return new Code(code);
    }
}
