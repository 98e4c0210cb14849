using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>What a liar answers from: an honest chain up to a block, and forged blocks above it.</summary>
public sealed class ForgedTree(IBlockTree honest, IReadOnlyList<Block> forged) : IBlockTree
{
    private readonly Dictionary<Hash256, Block> _forged = forged.ToDictionary(block => block.Hash);

    /// <summary>Never raised: a liar's chain stands still.</summary>
    public event Action<HeadChange>? HeadChanged
    {
        add { }
        remove { }
    }

    public BlockHeader Genesis => honest.Genesis;

    public BlockHeader Head => forged[^1].Header;

    public UInt256 HeadTotalDifficulty => FindTotalDifficulty(Head.Hash)!.Value;

    public BlockHeader? FindHeader(in Hash256 hash) => _forged.TryGetValue(hash, out var block) ? block.Header : honest.FindHeader(hash);

    public BlockHeader? FindHeader(ulong number) =>
        number < forged[0].Number ? honest.FindHeader(number) : number <= Head.Number ? forged[(int)(number - forged[0].Number)].Header : null;

    public Hash256? FindHash(ulong number) => FindHeader(number)?.Hash;

    public BlockBody? FindBody(in Hash256 hash) => _forged.TryGetValue(hash, out var block) ? block.Body : honest.FindBody(hash);

    public ReadOnlyMemory<byte>? FindBodyRlp(in Hash256 hash)
    {
        if (!_forged.TryGetValue(hash, out var block))
        {
            return honest.FindBodyRlp(hash);
        }

        using var writer = new RlpWriter();
        block.Body.Encode(writer);
        return writer.ToArray();
    }

    public Receipt[]? FindReceipts(in Hash256 hash) => honest.FindReceipts(hash);

    public UInt256? FindTotalDifficulty(in Hash256 hash)
    {
        if (!_forged.TryGetValue(hash, out var block))
        {
            return honest.FindTotalDifficulty(hash);
        }

        var total = honest.FindTotalDifficulty(forged[0].Header.ParentHash)!.Value;
        return forged.TakeWhile(below => below.Number <= block.Number).Aggregate(total, static (sum, below) => sum + below.Header.Difficulty);
    }

    public bool IsKnownBad(in Hash256 hash) => false;
}
