using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Clique;

/// <summary>The rules of EIP-225 proof-of-authority as geth 1.13 applies them, and the later forks' header fields with constant values.</summary>
/// <remarks>Thread: any. Time is not checked here: a header ahead of the clock is the importer's matter.</remarks>
/// <param name="spec">The chain's rules.</param>
/// <param name="snapshots">States of the vote.</param>
/// <param name="tieBreak">How equal heads are told apart where the genesis file does not say.</param>
/// <param name="recovered">Signers that were recovered before, by hash of the sealed header; engines of one process may share them.</param>
public sealed class CliqueEngine(
    ChainSpec spec, SnapshotStore snapshots, CliqueTieBreak tieBreak = CliqueTieBreak.Eip3436, LruCache<Hash256, Address>? recovered = null)
    : IConsensusEngine
{
    private const int SignerCacheSize = 4096;

    private static readonly Hash256 EmptyRequestsHash = Hash256.Parse("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private readonly LruCache<Hash256, Address> _signers = recovered ?? new(SignerCacheSize);

    /// <summary>Period and epoch, from the genesis file.</summary>
    public CliqueParameters Parameters { get; } =
        spec.Clique ?? throw new ArgumentException("The genesis file has no config.clique.", nameof(spec));

    /// <summary>How equal heads are told apart: as the genesis file has it, or else as this node was told.</summary>
    public CliqueTieBreak TieBreak { get; } = spec.Clique?.TieBreak ?? tieBreak;

    /// <summary>A header on a known parent has a seal that may stand; its body is not looked at yet. Raised on the importer's loop.</summary>
    public event Action<BlockHeader, Address>? SealAccepted;

    /// <inheritdoc/>
    public int? MaxExtraDataBytes => null;

    /// <summary>The state of the vote after a block; null when an ancestor is missing.</summary>
    public Snapshot? GetSnapshot(BlockHeader header, IHeaderSource headers) => snapshots.Get(header, headers, this);

    /// <inheritdoc/>
    public BlockVerdict VerifyStructure(BlockHeader header)
    {
        var isEpoch = header.Number % Parameters.EpochLength == 0;
        if (isEpoch && !header.Beneficiary.IsZero)
        {
            return BlockVerdict.Invalid(BlockError.CliqueEpochBeneficiary, header.Beneficiary.ToString());
        }

        if (header.Nonce is not (CliqueHeader.NonceAdd or CliqueHeader.NonceDrop))
        {
            return BlockVerdict.Invalid(BlockError.CliqueInvalidNonce, $"0x{header.Nonce:x16}");
        }

        if (isEpoch && header.Nonce != CliqueHeader.NonceDrop)
        {
            return BlockVerdict.Invalid(BlockError.CliqueEpochNonce, $"0x{header.Nonce:x16}");
        }

        var verdict = CheckExtraData(header, isEpoch);
        return verdict.IsValid ? CheckConstants(header) : verdict;
    }

    /// <inheritdoc/>
    public BlockVerdict VerifyAgainstParent(BlockHeader header, BlockHeader parent, IHeaderSource ancestors)
    {
        if (header.Timestamp < parent.Timestamp + Parameters.PeriodSeconds)
        {
            return BlockVerdict.Invalid(
                BlockError.InvalidTimestamp, $"{header.Timestamp} is less than {Parameters.PeriodSeconds} s after {parent.Timestamp} (EIP-225)");
        }

        if (GetSnapshot(parent, ancestors) is not { } snapshot)
        {
            return BlockVerdict.Invalid(BlockError.UnknownParent, "an ancestor is missing");
        }

        if (header.Number % Parameters.EpochLength == 0 && !CliqueHeader.ListedSigners(header).AsSpan().SequenceEqual(snapshot.Signers))
        {
            return BlockVerdict.Invalid(BlockError.CliqueMismatchingSignerList);
        }

        if (!TryGetSigner(header, out var signer))
        {
            return BlockVerdict.Invalid(BlockError.CliqueInvalidSeal);
        }

        var verdict = snapshot.CheckSigner(header, signer);
        if (verdict.IsValid)
        {
            SealAccepted?.Invoke(header, signer);
        }

        return verdict;
    }

    /// <inheritdoc/>
    public BlockVerdict VerifyUncles(Block block, IHeaderSource ancestors) =>
        block.Body.Uncles.Length == 0 ? BlockVerdict.Valid : BlockVerdict.Invalid(BlockError.InvalidUncles);

    /// <inheritdoc/>
    /// <remarks>An unsealed header, as eth_call at the pending block has it, earns nobody: the answer is the beneficiary field.</remarks>
    public Address GetFeeRecipient(BlockHeader header) => TryGetSigner(header, out var signer) ? signer : header.Beneficiary;

    /// <inheritdoc/>
    public void ApplyRewards(WorldState state, Block block)
    {
        // EIP-225 chains have no block reward.
    }

    /// <inheritdoc/>
    /// <remarks>
    /// EIP-3436 in Besu's reading: the lower number, then the smaller distance (number - signer index) mod N, then the lower hash. geth tosses a
    /// coin and prefers its own block, which lets honest signers deadlock. With <see cref="CliqueTieBreak.FirstSeen"/> only the first step is taken.
    /// </remarks>
    public bool IsBetter(BlockHeader candidate, BlockHeader current, IHeaderSource ancestors)
    {
        if (candidate.Number != current.Number)
        {
            return candidate.Number < current.Number;
        }

        if (TieBreak == CliqueTieBreak.FirstSeen)
        {
            return false;
        }

        var candidateDistance = TurnDistance(candidate, ancestors);
        var currentDistance = TurnDistance(current, ancestors);
        if (candidateDistance != currentDistance)
        {
            return candidateDistance < currentDistance;
        }

        // Anyone can give a sealed block another hash (a high s): of two forms of one signer's block the first stays.
        return CliqueHeader.SealHash(candidate) != CliqueHeader.SealHash(current) && candidate.Hash < current.Hash;
    }

    /// <summary>The account that sealed a header, from the cache when it was recovered before.</summary>
    public bool TryGetSigner(BlockHeader header, out Address signer)
    {
        if (_signers.TryGet(header.Hash, out signer))
        {
            return true;
        }

        if (!CliqueHeader.TryRecoverSigner(header, out signer))
        {
            return false;
        }

        _signers.Set(header.Hash, signer);
        return true;
    }

    private static BlockVerdict CheckExtraData(BlockHeader header, bool isEpoch)
    {
        var length = header.ExtraData.Length;
        if (length < CliqueHeader.VanityLength)
        {
            return BlockVerdict.Invalid(BlockError.CliqueMissingVanity, $"{length} bytes");
        }

        var signerBytes = CliqueHeader.SignerBytes(header);
        if (signerBytes < 0)
        {
            return BlockVerdict.Invalid(BlockError.CliqueMissingSeal, $"{length} bytes");
        }

        if (!isEpoch && signerBytes != 0)
        {
            return BlockVerdict.Invalid(BlockError.CliqueExtraSigners, $"{signerBytes} bytes");
        }

        return signerBytes % Address.Size == 0
            ? BlockVerdict.Valid
            : BlockVerdict.Invalid(BlockError.CliqueInvalidSignerList, $"{signerBytes} bytes");
    }

    private static BlockVerdict CheckConstants(BlockHeader header)
    {
        if (!header.MixHash.IsZero)
        {
            return BlockVerdict.Invalid(BlockError.CliqueNonZeroMixHash, header.MixHash.ToString());
        }

        if (header.UnclesHash != Keccak256.OfEmptyList)
        {
            return BlockVerdict.Invalid(BlockError.InvalidUncles, $"uncles hash {header.UnclesHash}");
        }

        if (header.Number > 0 && header.Difficulty != CliqueHeader.DifficultyInTurn && header.Difficulty != CliqueHeader.DifficultyOutOfTurn)
        {
            return BlockVerdict.Invalid(BlockError.InvalidDifficulty, header.Difficulty.ToString());
        }

        return CheckForkConstants(header);
    }

    /// <summary>Fields that a beacon chain would fill have one legal value each; whether they must be there is <see cref="HeaderRules"/>' matter.</summary>
    private static BlockVerdict CheckForkConstants(BlockHeader header)
    {
        var isConstant = (header.WithdrawalsRoot is not { } withdrawals || withdrawals == Keccak256.OfEmptyTrie)
            && header.BlobGasUsed is null or 0
            && header.ExcessBlobGas is null or 0
            && (header.ParentBeaconBlockRoot is not { } beaconRoot || beaconRoot.IsZero);
        if (header.RequestsHash is { } requests && requests != EmptyRequestsHash)
        {
            return BlockVerdict.Invalid(BlockError.RequestsHashMismatch, $"{requests}, there are no requests on a Clique chain");
        }

        return isConstant ? BlockVerdict.Valid : BlockVerdict.Invalid(BlockError.InvalidForkField, "a field of the beacon chain is not empty");
    }

    private int TurnDistance(BlockHeader header, IHeaderSource headers)
    {
        if (headers.FindHeader(header.ParentHash) is not { } parent
            || GetSnapshot(parent, headers) is not { } snapshot
            || !TryGetSigner(header, out var signer)
            || snapshot.IndexOf(signer) is var index && index < 0)
        {
            return int.MaxValue;
        }

        var count = (ulong)snapshot.Signers.Length;
        return (int)(((header.Number % count) + count - (ulong)index) % count);
    }
}
