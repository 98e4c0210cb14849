using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Explorer;

/// <summary>Says what call data and events mean, where the contract's interface is known: the bridge's own, tokens', or one that the reader gave.</summary>
internal static class Interfaces
{
    private static readonly ContractAbi Token = BridgeAbi.Of("MirrorERC20");

    private static readonly Dictionary<Address, ContractAbi> Known = Predeploys.All.ToDictionary(p => p.Address, p => BridgeAbi.Of(p.Name));

    /// <summary>The name of a contract that every chain with the bridge has; null for others.</summary>
    public static string? NameOf(Address account) =>
        Predeploys.All.Where(predeploy => predeploy.Address == account).Select(predeploy => predeploy.Name).FirstOrDefault();

    /// <summary>The call in words, or null when it cannot be told.</summary>
    public static string? Describe(Address? to, ReadOnlySpan<byte> data, ContractAbi? given)
    {
        foreach (var abi in Candidates(to, given))
        {
            if (abi.FunctionOf(data) is { } function)
            {
                try
                {
                    return function.Name + function.DecodeCall(data);
                }
                catch (AbiException)
                {
                    // the selector of another function of that name
                }
            }
        }

        return null;
    }

    /// <summary>The event in words, or null when it cannot be told.</summary>
    public static string? Describe(Log log, ContractAbi? given)
    {
        foreach (var abi in Candidates(log.Address, given))
        {
            if (log.Topics.Length > 0 && abi.EventOf(log.Topics.Span[0]) is { } known && known.Matches(log))
            {
                return known.Name + known.Decode(log);
            }
        }

        return null;
    }

    private static IEnumerable<ContractAbi> Candidates(Address? contract, ContractAbi? given)
    {
        if (given is not null)
        {
            yield return given;
        }

        if (contract is { } address && Known.TryGetValue(address, out var known))
        {
            yield return known;
        }

        yield return Token;
    }
}
