using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>What overrides of accounts mean for precompiled contracts: one that is overridden is one no more, one that is moved works elsewhere.</summary>
internal static class PrecompileOverrides
{
    /// <summary>Moves and removes contracts; an error text in geth's words when that cannot be.</summary>
    public static string? Apply(IReadOnlyDictionary<Address, AccountOverride> accounts, MovablePrecompiles precompiles)
    {
        HashSet<Address> targets = [];
        foreach (var (address, account) in accounts)
        {
            if (targets.Contains(address))
            {
                return $"account {address.ToChecksumString()} has already been overridden by a precompile";
            }

            var isPrecompile = precompiles.Contains(address);
            if (account.MovePrecompileTo is { } target)
            {
                if (!isPrecompile)
                {
                    return $"account {address.ToChecksumString()} is not a precompile";
                }

                if (accounts.ContainsKey(target))
                {
                    return $"account {target.ToChecksumString()} is already overridden";
                }

                precompiles.Copy(address, target);
                targets.Add(target);
            }

            if (isPrecompile)
            {
                precompiles.Remove(address);
            }
        }

        return null;
    }
}
