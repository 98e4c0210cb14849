using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm;

/// <summary>What a transaction costs before a single instruction runs (Yellow Paper section 6.2), in gas.</summary>
/// <param name="Execution">Taken from the gas limit before execution: base, data, access list, init code, authorizations.</param>
/// <param name="Floor">The least that the transaction is charged in the end for its data (EIP-7623); 0 before Prague.</param>
public readonly record struct IntrinsicGas(ulong Execution, ulong Floor)
{
    private const ulong Base = 21_000;
    private const ulong Creation = 32_000;                // Homestead (EIP-2)
    private const ulong ZeroByte = 4;
    private const ulong NonZeroByteFrontier = 68;
    private const ulong NonZeroByteIstanbul = 16;         // EIP-2028
    private const ulong AccessListAddress = 2_400;        // EIP-2930
    private const ulong AccessListStorageKey = 1_900;     // EIP-2930
    private const ulong InitCodeWord = 2;                 // EIP-3860
    private const ulong FloorPerToken = 10;               // EIP-7623
    private const ulong TokensPerNonZeroByte = 4;         // EIP-7623

    /// <summary>Charged per authorization, as if its account were new (EIP-7702).</summary>
    public const ulong PerAuthorization = 25_000;

    /// <summary>Given back per authorization whose account existed (EIP-7702).</summary>
    public const ulong RefundPerExistingAuthority = 12_500;

    /// <summary>The least gas limit with which the transaction is valid.</summary>
    public ulong Required => Math.Max(Execution, Floor);

    /// <summary>The gas of a transaction under the rules of a fork.</summary>
    public static IntrinsicGas Of(Transaction transaction, ForkRules rules)
    {
        var data = transaction.Data.Span;
        var zeros = (ulong)data.Count((byte)0);
        var nonZeros = (ulong)data.Length - zeros;
        var gas = Base + (zeros * ZeroByte) + (nonZeros * (rules.IsIstanbul ? NonZeroByteIstanbul : NonZeroByteFrontier));
        if (transaction.IsCreation && rules.IsHomestead)
        {
            gas += Creation;
        }

        if (transaction.IsCreation && rules.IsShanghai)
        {
            gas += InitCodeWord * (((ulong)data.Length + 31) / 32);
        }

        foreach (var entry in transaction.AccessList.Span)
        {
            gas += AccessListAddress + (AccessListStorageKey * (ulong)entry.StorageKeys.Length);
        }

        gas += PerAuthorization * (ulong)transaction.AuthorizationList.Length;
        var floor = rules.IsPrague ? Base + (FloorPerToken * (zeros + (nonZeros * TokensPerNonZeroByte))) : 0;
        return new IntrinsicGas(gas, floor);
    }
}
