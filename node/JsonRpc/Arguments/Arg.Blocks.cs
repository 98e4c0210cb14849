using System.Text.Json;
using PoaSidechain.JsonRpc.Json;

namespace PoaSidechain.JsonRpc.Arguments;

internal static partial class Arg
{
    /// <summary>A height or tag.</summary>
    public static Argument<BlockParameter> BlockNumber { get; } = new(ReadBlockNumber);

    /// <summary>A height, tag or hash, or an object of EIP-1898.</summary>
    public static Argument<BlockParameter> Block { get; } = new(ReadBlock);

    internal static ArgumentError? ReadBlockNumber(ref Utf8JsonReader reader, out BlockParameter value)
    {
        value = default;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return new ArgumentError("hex string without 0x prefix");
        }

        // geth takes the quotes off where there are some and reads what is left: a bare number lacks its prefix.
        var text = reader.ValueSpan;
        if (BlockParameter.TryParseTag(text, out value))
        {
            return null;
        }

        var fault = text.IsEmpty ? "empty hex string" : HexText.ReadUInt64(text, out var number) ?? CheckHeight(number, "block number larger than int64", out value);
        return fault is null ? null : new ArgumentError(fault);
    }

    internal static ArgumentError? ReadBlock(ref Utf8JsonReader reader, out BlockParameter value)
    {
        value = BlockParameter.Nothing;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.StartObject:
                return ReadBlockObject(ref reader, out value);
            case not JsonTokenType.String:
                return Mismatch(reader.TokenType, "string");
        }

        var text = reader.ValueSpan;
        if (BlockParameter.TryParseTag(text, out var tag))
        {
            value = tag;
            return null;
        }

        const int HashTextLength = 66;
        if (text.Length == HashTextLength)
        {
            var error = ReadHash(ref reader, out var hash);
            value = new BlockParameter(BlockTag.None, Hash: hash);
            return error;
        }

        var fault = text.IsEmpty ? "empty hex string" : HexText.ReadUInt64(text, out var number) ?? CheckHeight(number, "blocknumber too high", out value);
        return fault is null ? null : new ArgumentError(fault);
    }

    private static ArgumentError? ReadBlockObject(ref Utf8JsonReader reader, out BlockParameter value)
    {
        value = default;
        BlockParameter? byNumber = null;
        BlockParameter? byHash = null;
        var requireCanonical = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ArgumentError? error = null;
            var isNumber = reader.Is("blockNumber"u8);
            var isHash = reader.Is("blockHash"u8);
            var isCanonical = reader.Is("requireCanonical"u8);
            reader.Read();
            if (isNumber && reader.TokenType != JsonTokenType.Null)
            {
                error = ReadBlockNumber(ref reader, out var number);
                byNumber = number;
            }
            else if (isHash && reader.TokenType != JsonTokenType.Null)
            {
                error = ReadHash(ref reader, out var hash)?.In("erased", "blockHash");
                byHash = new BlockParameter(BlockTag.None, Hash: hash);
            }
            else if (isCanonical)
            {
                error = ReadBool(ref reader, out requireCanonical)?.In("erased", "requireCanonical");
            }
            else
            {
                reader.Skip();
            }

            if (error is not null)
            {
                return error;
            }
        }

        if (byNumber is not null && byHash is not null)
        {
            return new ArgumentError("cannot specify both BlockHash and BlockNumber, choose one or the other");
        }

        value = (byNumber ?? byHash ?? BlockParameter.Nothing) with { RequireCanonical = requireCanonical };
        return null;
    }

    private static string? CheckHeight(ulong number, string tooHigh, out BlockParameter value)
    {
        value = new BlockParameter(BlockTag.None, number);
        return number > long.MaxValue ? tooHigh : null;
    }
}
