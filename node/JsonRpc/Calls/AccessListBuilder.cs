using PoaSidechain.Evm;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>eth_createAccessList: runs a call with the list it made itself until that changes nothing any more.</summary>
internal static class AccessListBuilder
{
    /// <summary>The list.</summary>
    public static RpcResult<AccessListResult> Build(Transaction transaction, CallEnvironment environment, CancellationToken cancellation)
    {
        _ = transaction.TryGetSender(out var sender);
        var target = transaction.To ?? ContractAddress.Of(sender, environment.AccountOf(sender).Nonce);
        var excluded = Excluded(sender, target, environment);
        var known = transaction.AccessList.ToArray();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var attempt = (transaction with
            {
                Type = transaction.Type == TransactionType.Legacy ? TransactionType.AccessList : transaction.Type,
                AccessList = known,
            }).AsIfSentBy(sender);
            var accesses = new AccessListTracer.Accesses(excluded);
            Seed(accesses, known);
            var tracer = new AccessListTracer(accesses, cancellation);
            var verdict = environment.Execute(attempt, ref tracer, out var result);
            if (!verdict.IsValid)
            {
                var error = TransactionErrors.Of(verdict, attempt);
                return error with { Message = $"failed to apply transaction: {attempt.Hash} err: {error.Message}" };
            }

            var list = accesses.ToList();
            if (SizeOf(list) == SizeOf(known))
            {
                return new AccessListResult(list, result!.GasUsed, result.IsSuccess ? null : result.Error.Text());
            }

            known = list;
        }
    }

    /// <summary>Warm from the start: sender, target and precompiles.</summary>
    private static HashSet<Address> Excluded(in Address sender, in Address target, CallEnvironment environment)
    {
        HashSet<Address> excluded = [sender, target];
        const ulong LastPrecompile = 0x1ff; // 0x100 is among them (EIP-7951)
        for (var number = 1UL; number <= LastPrecompile; number++)
        {
            var address = Address.FromNumber(number);
            if (PrecompileAddresses.Contains(environment.Context.Rules.Fork, address))
            {
                excluded.Add(address);
            }
        }

        return excluded;
    }

    private static void Seed(AccessListTracer.Accesses accesses, AccessListEntry[] known)
    {
        foreach (var entry in known)
        {
            accesses.AddAccount(entry.Address);
            foreach (ref readonly var key in entry.StorageKeys.Span)
            {
                accesses.AddSlot(entry.Address, key);
            }
        }
    }

    /// <summary>Lists only grow, so equal sizes mean equal lists.</summary>
    private static int SizeOf(AccessListEntry[] list) => list.Length + list.Sum(entry => entry.StorageKeys.Length);
}
