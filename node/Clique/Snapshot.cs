using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>The state of the vote after one block (EIP-225): who may sign, who signed lately, which votes stand.</summary>
/// <remarks>
/// An immutable value that belongs to a block hash, never to a height: each branch has its own. Applying a header gives a new value that
/// shares what did not change. Thread: any; pure.
/// </remarks>
public sealed partial class Snapshot
{
    private readonly Address[] _signers;     // ascending
    private readonly RecentSeal[] _recents;  // ascending by number
    private readonly Vote[] _votes;          // in the order cast
    private readonly Tally[] _tally;

    internal Snapshot(ulong number, in Hash256 hash, Address[] signers, RecentSeal[] recents, Vote[] votes, Tally[] tally)
    {
        Number = number;
        Hash = hash;
        _signers = signers;
        _recents = recents;
        _votes = votes;
        _tally = tally;
    }

    /// <summary>Height of the block after which this holds.</summary>
    public ulong Number { get; }

    /// <summary>Hash of the block after which this holds.</summary>
    public Hash256 Hash { get; }

    /// <summary>The signers in ascending order of their bytes.</summary>
    public ReadOnlySpan<Address> Signers => _signers;

    /// <summary>The last seals that bar their signers from sealing again, ascending by number.</summary>
    public ReadOnlySpan<RecentSeal> Recents => _recents;

    /// <summary>Votes that stand, in the order cast.</summary>
    public ReadOnlySpan<Vote> Votes => _votes;

    /// <summary>Counts of the votes that stand.</summary>
    public ReadOnlySpan<Tally> Tallies => _tally;

    /// <summary>Of so many consecutive blocks a signer seals at most one: floor(N/2) + 1 (SIGNER_LIMIT).</summary>
    public int SignerLimit => (_signers.Length / 2) + 1;

    /// <summary>The state after a genesis block: the listed signers, sorted and each once.</summary>
    public static Snapshot OfGenesis(BlockHeader genesis)
    {
        var signers = CliqueHeader.ListedSigners(genesis).Distinct().Order().ToArray();
        return new Snapshot(genesis.Number, genesis.Hash, signers, [], [], []);
    }

    /// <summary>Position in the ascending list (SIGNER_INDEX), or negative for a stranger.</summary>
    public int IndexOf(in Address account) => Array.BinarySearch(_signers, account);

    /// <summary>True when the account may sign at all.</summary>
    public bool IsSigner(in Address account) => IndexOf(account) >= 0;

    /// <summary>True when block <paramref name="number"/> is this signer's turn.</summary>
    public bool IsInTurn(ulong number, in Address signer)
    {
        var index = IndexOf(signer);
        return index >= 0 && number % (ulong)_signers.Length == (ulong)index;
    }

    /// <summary>The signer whose turn block <paramref name="number"/> is; null when there is no signer left.</summary>
    public Address? SignerInTurn(ulong number) => _signers.Length == 0 ? null : _signers[(int)(number % (ulong)_signers.Length)];

    /// <summary>The first block from <paramref name="number"/> on that the recents rule lets this signer seal, if others seal those between.</summary>
    public ulong NextAllowed(ulong number, in Address signer)
    {
        foreach (var recent in _recents)
        {
            if (recent.Signer == signer && recent.BlockNumber + (ulong)SignerLimit > number)
            {
                return recent.BlockNumber + (ulong)SignerLimit;
            }
        }

        return number;
    }

    /// <summary>True when the recents rule bars the signer from sealing the next block.</summary>
    public bool SignedRecently(in Address signer) => NextAllowed(Number + 1, signer) != Number + 1;

    /// <summary>True when a vote about an account would change something.</summary>
    public bool IsMeaningful(in Address account, bool add) => IsSigner(account) != add;

    /// <summary>The rules of the seal: a member, not among the recent ones, difficulty by turn (EIP-225).</summary>
    public BlockVerdict CheckSigner(BlockHeader header, in Address signer)
    {
        if (!IsSigner(signer))
        {
            return BlockVerdict.Invalid(BlockError.CliqueUnauthorizedSigner, $"{signer} is not among the {_signers.Length} signers");
        }

        var allowed = NextAllowed(header.Number, signer);
        if (allowed != header.Number)
        {
            return BlockVerdict.Invalid(BlockError.CliqueRecentlySigned, $"{signer} may seal again from block {allowed} on");
        }

        var expected = IsInTurn(header.Number, signer) ? CliqueHeader.DifficultyInTurn : CliqueHeader.DifficultyOutOfTurn;
        return header.Difficulty == expected
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.CliqueWrongTurn, $"difficulty {header.Difficulty}, expected {expected} from {signer}");
    }
}
