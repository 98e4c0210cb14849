using System.Globalization;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Genesis;

/// <summary>What is legal in a genesis file, and yet likely to be regretted.</summary>
internal static class GenesisAdvice
{
    private const ulong LongPeriod = 60;
    private const ulong LeastGasLimit = 1_000_000;
    private static readonly ulong[] TakenChainIds = [1, 5, 10, 56, 100, 137, 8453, 42161, 11155111];

    /// <summary>Everything found in a file that was read; the form first.</summary>
    public static IReadOnlyList<GenesisFinding> For(GenesisFile genesis, byte[] json, DateTimeOffset now) =>
    [
        .. GenesisForm.Check(json), .. Signers(genesis), .. Engine(genesis), .. Header(genesis, now), .. Accounts(genesis), .. BridgeAdvice.For(genesis),
    ];

    /// <summary>What a number of signers means: who may fail before the chain stops, and before the bridge does.</summary>
    public static string ConsequenceOf(int signers)
    {
        var chain = signers - ((signers / 2) + 1);
        var bridge = signers - ((2 * signers / 3) + 1);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{signers} signers: the chain goes on while {(signers / 2) + 1} are there ({chain} may fail), the bridge's quorum is {(2 * signers / 3) + 1} ({bridge} may fail)");
        return signers switch
        {
            1 => text + ". Whoever has the one key has everything",
            2 => text + ". The chain stops as soon as one of them does",
            _ when signers % 3 == 0 => text + string.Create(CultureInfo.InvariantCulture, $". {signers + 1} signers would need the same quorum and could spare one more"),
            _ => text,
        };
    }

    private static IEnumerable<GenesisFinding> Signers(GenesisFile genesis)
    {
        var listed = CliqueHeader.ListedSigners(genesis.CreateHeader(default));
        var signers = listed.Distinct().ToArray();
        if (signers.Length != listed.Length)
        {
            yield return new("extraData", "lists a signer twice; it counts once", "List each signer once");
        }

        if (!listed.SequenceEqual(listed.Order()))
        {
            yield return new("extraData", "lists the signers out of order; every client sorts them", "Sort them by their bytes, so that files can be compared");
        }

        if (signers.Any(signer => signer.IsZero))
        {
            yield return new("extraData", "lists the zero address as a signer: nobody has its key", "Remove it");
        }

        if (!genesis.ExtraData.Span[^CliqueHeader.SealLength..].SequenceEqual(new byte[CliqueHeader.SealLength]))
        {
            yield return new("extraData", "its last 65 bytes, the room for a seal, are not zero", "Check that no signer slipped in there");
        }

        if (signers.Length <= 2 || signers.Length % 3 == 0)
        {
            yield return new("extraData", ConsequenceOf(signers.Length), "Choose 4, 5, 7 or 10 signers if you can");
        }
    }

    private static IEnumerable<GenesisFinding> Engine(GenesisFile genesis)
    {
        var clique = genesis.Spec.Clique!;
        if (clique.PeriodSeconds == 0)
        {
            yield return new("config.clique.period", "0 (or missing) seals only when transactions come; several signers then race each other", "Use at least 1 with more than one signer");
        }
        else if (clique.PeriodSeconds > LongPeriod)
        {
            yield return new("config.clique.period", $"{clique.PeriodSeconds} s between blocks; the unit is seconds", "Use 1 to 15");
        }

        if (clique.EpochLength < 100)
        {
            yield return new("config.clique.epoch", $"every {clique.EpochLength} blocks all votes are forgotten: a vote may never pass", "Use 30000, the default");
        }

        if (genesis.Spec.ChainId.IsZero || genesis.Spec.ChainId.ToString().Length > 15)
        {
            yield return new("config.chainId", $"{genesis.Spec.ChainId} is 0 or beyond what wallets count exactly (2^53)", "Choose a number from 1 to 9007199254740991");
        }
        else if (TakenChainIds.Contains(genesis.Spec.ChainId.SaturateToUInt64()))
        {
            yield return new("config.chainId", $"{genesis.Spec.ChainId} belongs to a public chain: transactions could be replayed there", "Choose one that nobody has");
        }
    }

    private static IEnumerable<GenesisFinding> Header(GenesisFile genesis, DateTimeOffset now)
    {
        if (genesis.GasLimit == 0)
        {
            yield return new("gasLimit", "0 stands for 4712388, a fossil", "Write the limit you want, such as 30000000");
        }
        else if (genesis.GasLimit is < LeastGasLimit or > long.MaxValue)
        {
            yield return new("gasLimit", $"{genesis.GasLimit}: transactions do not fit, or clients refuse it; it moves by 1/1024 a block only", "Write 30000000 or so");
        }

        if ((long)Math.Min(genesis.Timestamp, long.MaxValue) > now.ToUnixTimeSeconds())
        {
            yield return new("timestamp", "lies in the future: no block can follow before it comes", "Write a time that has passed, in seconds since 1970");
        }

        if (genesis.Difficulty != UInt256.One)
        {
            yield return new("difficulty", $"{genesis.Difficulty}: only added to the total, other tools expect 1", "Write 0x1");
        }

        if (!genesis.Beneficiary.IsZero || genesis.Nonce != 0 || !genesis.MixHash.IsZero || !genesis.ParentHash.IsZero || genesis.GasUsed != 0)
        {
            yield return new("coinbase, nonce, mixHash, parentHash, gasUsed", "one of them is not zero: no vote, no proof, only another genesis hash", "Leave them out");
        }

        if (genesis.BaseFeePerGas is not null && !genesis.Spec.RulesAt(0, genesis.Timestamp).IsLondon)
        {
            yield return new("baseFeePerGas", "is put into block 0 although London is not active there; other clients compute another hash", "Leave it out, or set londonBlock to 0");
        }
    }

    private static IEnumerable<GenesisFinding> Accounts(GenesisFile genesis)
    {
        foreach (var (address, account) in genesis.Alloc)
        {
            if (account.Balance.IsZero && account.Nonce == 0 && account.Code.IsEmpty && account.Storage.Count == 0)
            {
                yield return new($"alloc.{address}", "an empty account, which is written to the state all the same", "Give it a balance, or leave it out");
            }
        }

        if (genesis.Alloc.Values.All(account => account.Balance.IsZero))
        {
            yield return new("alloc", "nobody has any coin: no transaction with a fee is possible", "Fund an account, or run with a base fee of 0 in mind");
        }
    }
}
