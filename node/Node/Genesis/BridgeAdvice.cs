using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Genesis;

/// <summary>What is wrong with the bridge's contracts in a genesis: they cannot be mended once the chain has begun.</summary>
internal static class BridgeAdvice
{
    /// <summary>Findings; none for a chain without a bridge.</summary>
    public static IEnumerable<GenesisFinding> For(GenesisFile genesis)
    {
        var signers = CliqueHeader.ListedSigners(genesis.CreateHeader(default)).Distinct().Where(s => !s.IsZero).ToArray();
        var predeploys = signers.Length == 0 ? [] : BridgePredeploys.For(signers, genesis.Spec.Clique?.EpochLength ?? 0, UInt256.Zero);
        if (!predeploys.Any(p => genesis.Alloc.ContainsKey(p.Address)))
        {
            yield break;
        }

        foreach (var predeploy in predeploys)
        {
            var path = $"alloc.{predeploy.Address}";
            if (!genesis.Alloc.TryGetValue(predeploy.Address, out var account) || account.Code.IsEmpty)
            {
                yield return new(path, $"the bridge's {predeploy.Name} is missing, the others are there", "Have 'poa genesis new --bridge' write them all");
            }
            else if (Hex.Encode(account.Code.Span) != predeploy.Code)
            {
                yield return new(path, $"is not the {predeploy.Name} of this release", "Have 'poa genesis new --bridge' write it, or use the release it is from");
            }
            else
            {
                foreach (var (slot, expected) in predeploy.Storage)
                {
                    if (SlotProblem(predeploy, slot, expected, account) is { } problem)
                    {
                        yield return new($"{path}.storage.{slot}", problem, "Have 'poa genesis new --bridge' write the file for these signers");
                    }
                }
            }
        }
    }

    private static string? SlotProblem(BridgePredeploy predeploy, Hash256 slot, UInt256 expected, GenesisAccount account)
    {
        var value = account.Storage.GetValueOrDefault(slot.ToUInt256());
        return (predeploy.Name, slot.ToUInt256().Low64) switch
        {
            ("SignerRegistry", 0) => value == expected ? null : "is not the hash of the signers in extraData: no signature will ever count",
            ("SignerRegistry", 2) => value.IsZero ? "is zero, where every chain has a random name of its own" : null,
            ("NativeVault", 0) => value == account.Balance && !value.IsZero ? null : "is not the balance of this account: deposits could not be paid",
            _ => value == expected ? null : $"is {value.ToHexString()}, expected {expected.ToHexString()}",
        };
    }
}
