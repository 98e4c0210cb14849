using PoaSidechain.Clique;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Genesis;

/// <summary>What is legal in a genesis file, and yet likely to be regretted.</summary>
internal static class GenesisAdvice
{
    public static IReadOnlyList<string> For(GenesisFile genesis)
    {
        List<string> notes = [];
        var listed = CliqueHeader.ListedSigners(genesis.CreateHeader(default));
        var signers = listed.Distinct().Count();
        if (signers != listed.Length)
        {
            notes.Add("extraData lists a signer twice; it counts once");
        }

        if (!listed.SequenceEqual(listed.Order()))
        {
            notes.Add("extraData lists the signers out of order; every client sorts them");
        }

        if (signers is 3 or 6)
        {
            notes.Add($"{signers} signers: the bridge's quorum of {(2 * signers / 3) + 1} stalls before the chain itself does; 4, 5, 7 or 10 are better");
        }

        if (signers == 2)
        {
            notes.Add("2 signers: the chain stops as soon as one of them does");
        }

        if (genesis.Spec.Clique is { PeriodSeconds: 0 })
        {
            notes.Add("period 0 seals only when transactions come; with more than one signer use a period of at least 1");
        }

        return notes;
    }
}
