using PoaSidechain.Evm.Precompiles;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>Writes what a caller wants accounts to be into the state before a simulated block.</summary>
internal static class WorldOverrides
{
    /// <summary>Writes them; an error text when they contradict each other.</summary>
    public static string? Apply(WorldState world, IReadOnlyDictionary<Address, AccountOverride> accounts, MovablePrecompiles precompiles)
    {
        if (PrecompileOverrides.Apply(accounts, precompiles) is { } fault)
        {
            return fault;
        }

        world.BeginTransaction();
        foreach (var (address, wanted) in accounts)
        {
            if (wanted is { State: not null, StateDiff: not null })
            {
                return $"account {address.ToChecksumString()} has both 'state' and 'stateDiff'";
            }

            Set(world, world.GetAccount(address), wanted);
        }

        world.FinishTransaction(ForkRules.Of(Fork.Frontier)); // accounts that were left empty stay: only transactions clear them
        return null;
    }

    private static void Set(WorldState world, AccountState account, AccountOverride wanted)
    {
        if (wanted.Nonce is { } nonce)
        {
            world.SetNonce(account, nonce);
        }

        if (wanted.Code is { } code)
        {
            world.SetCode(account, new Code(code));
        }

        if (wanted.Balance is { } balance)
        {
            world.Create(account);
            world.SubtractBalance(account, account.Balance);
            world.AddBalance(account, balance);
        }

        if (wanted.State is not null)
        {
            world.WipeStorage(account);
        }

        foreach (var (slot, value) in wanted.State ?? wanted.StateDiff ?? [])
        {
            world.Create(account);
            world.SetStorage(account, world.GetSlot(account, slot.ToUInt256()), value.ToUInt256());
        }
    }
}
