using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>Which block a caller means: by tag, by number, or by hash (EIP-1898).</summary>
/// <param name="Tag">The tag, or none.</param>
/// <param name="Number">The height, where neither tag nor hash is given.</param>
/// <param name="Hash">The hash, or null.</param>
/// <param name="RequireCanonical">With a hash: only if it is on the canonical chain.</param>
internal readonly record struct BlockParameter(BlockTag Tag, ulong Number = 0, Hash256? Hash = null, bool RequireCanonical = false)
{
    /// <summary>The head.</summary>
    public static BlockParameter Latest { get; } = new(BlockTag.Latest);

    /// <summary>The pending block.</summary>
    public static BlockParameter Pending { get; } = new(BlockTag.Pending);

    /// <summary>An object with neither number nor hash: geth takes it and complains later.</summary>
    public static BlockParameter Nothing { get; } = new(BlockTag.None, ulong.MaxValue);

    /// <summary>The tag that a word stands for.</summary>
    public static bool TryParseTag(ReadOnlySpan<byte> word, out BlockParameter reference)
    {
        var tag = word switch
        {
            _ when word.SequenceEqual("latest"u8) => BlockTag.Latest,
            _ when word.SequenceEqual("earliest"u8) => BlockTag.Earliest,
            _ when word.SequenceEqual("pending"u8) => BlockTag.Pending,
            _ when word.SequenceEqual("safe"u8) => BlockTag.Safe,
            _ when word.SequenceEqual("finalized"u8) => BlockTag.Finalized,
            _ => BlockTag.None,
        };
        reference = new BlockParameter(tag);
        return tag != BlockTag.None;
    }

    /// <summary>As the caller wrote it.</summary>
    public override string ToString() =>
        Hash is { } hash ? hash.ToString()
        : Tag == BlockTag.None ? Hex.Quantity(Number)
        : Tag.ToString().ToLowerInvariant();
}
