using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>The parameter of clique_getSigner: a stored block, or the RLP of a block or header.</summary>
/// <param name="Block">Which stored block.</param>
/// <param name="Rlp">The RLP; null for a stored block.</param>
internal readonly record struct SealedBlock(BlockParameter Block, ReadOnlyMemory<byte>? Rlp)
{
    /// <summary>The parameter: whatever names no block is taken for RLP.</summary>
    public static Argument<SealedBlock> Parameter { get; } = new(Read);

    private static ArgumentError? Read(ref Utf8JsonReader reader, out SealedBlock value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var fault = Arg.Block.Parse(ref reader, out var block);
            value = new SealedBlock(block, null);
            return fault;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return Arg.Mismatch(reader.TokenType, "string");
        }

        if (Arg.Block.Parse(ref reader, out var named) is null)
        {
            value = new SealedBlock(named, null);
            return null;
        }

        var error = reader.ValueSpan.IsEmpty ? "empty hex string" : HexText.ReadBytes(reader.ValueSpan, out var bytes) ?? Keep(bytes, out value);
        return error is null ? null : new ArgumentError(error);
    }

    private static string? Keep(byte[] bytes, out SealedBlock value)
    {
        value = new SealedBlock(default, bytes);
        return null;
    }
}
