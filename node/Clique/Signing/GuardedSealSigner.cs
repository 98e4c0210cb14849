using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique.Signing;

/// <summary>Stands in front of every signer, local or remote: lets nothing pass but blocks, each parent once, and checks what comes back.</summary>
public sealed class GuardedSealSigner(ISealSigner inner, SealJournal journal) : ISealSigner
{
    /// <inheritdoc/>
    public Address Address => inner.Address;

    /// <inheritdoc/>
    public Block? Recall(BlockHeader parent) =>
        journal.Newest(Address) is { } newest && newest.Header.ParentHash == parent.Hash ? newest : null;

    /// <inheritdoc/>
    public async Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation)
    {
        var header = unsealed.Header;
        if (!IsSealable(header))
        {
            return SealResult.Refused(SealRefusal.NotSealable, $"block {header.Number} is no unsealed block of a Clique chain");
        }

        if (!journal.TryEnter(Address, unsealed))
        {
            return SealResult.Refused(
                SealRefusal.ConflictingBlock, $"another block {header.Number} on {header.ParentHash} was given out for sealing before");
        }

        var result = await inner.SignSealAsync(unsealed, cancellation);
        return result.IsSealed ? Check(header, result.Seal) : result;
    }

    private SealResult Check(BlockHeader header, Signature seal)
    {
        if (seal.S > Secp256k1.HalfOrder)
        {
            seal = new Signature(seal.R, Secp256k1.Order - seal.S, (byte)(seal.YParity ^ 1)); // the same signature, but no third party can give it another form
        }

        return CliqueHeader.TryRecoverSigner(CliqueHeader.WithSeal(header, seal), out var signer) && signer == Address
            ? SealResult.Of(seal)
            : SealResult.Refused(SealRefusal.WrongKey, $"the seal is not of {Address}");
    }

    private static bool IsSealable(BlockHeader header) =>
        header.Number > 0
        && (header.Difficulty == CliqueHeader.DifficultyInTurn || header.Difficulty == CliqueHeader.DifficultyOutOfTurn)
        && header.Nonce is CliqueHeader.NonceAdd or CliqueHeader.NonceDrop
        && header.MixHash.IsZero
        && header.UnclesHash == Keccak256.OfEmptyList
        && CliqueHeader.SignerBytes(header) >= 0
        && !header.ExtraData.Span[^CliqueHeader.SealLength..].ContainsAnyExcept((byte)0);
}
