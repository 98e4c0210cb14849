using System.Text.Json;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>The parameters that JSON-RPC methods have, each with its reader: made once, used by every call.</summary>
internal static partial class Arg
{
    /// <summary>20 bytes.</summary>
    public static Argument<Address> Address { get; } = new(ReadAddress);

    /// <summary>32 bytes.</summary>
    public static Argument<Hash256> Hash { get; } = new(ReadHash);

    /// <summary>A quantity of up to 64 bits.</summary>
    public static Argument<ulong> Quantity { get; } = new(ReadUInt64);

    /// <summary>A quantity of up to 256 bits.</summary>
    public static Argument<UInt256> BigQuantity { get; } = new(ReadUInt256);

    /// <summary>Bytes.</summary>
    public static Argument<byte[]> Data { get; } = new(ReadData);

    /// <summary>True or false.</summary>
    public static Argument<bool> Bool { get; } = new(ReadBool);

    /// <summary>Any string.</summary>
    public static Argument<string> Text { get; } = new(ReadText);

    /// <summary>The call's cancellation; takes no place among the parameters.</summary>
    public static Argument<CancellationToken> Cancellation { get; } = new(NotFromJson) { Injected = info => info.Cancellation };

    /// <summary>The caller's connection; takes no place among the parameters.</summary>
    public static Argument<Server.RpcConnection> Connection { get; } = new(NotFromJson) { Injected = info => info.Connection };

    internal static ArgumentError? ReadAddress(ref Utf8JsonReader reader, out Address value)
    {
        Span<byte> bytes = stackalloc byte[Primitives.Address.Size];
        var error = HexText.ReadFixed(ref reader, "common.Address", bytes);
        value = error is null ? new Address(bytes) : default;
        return error;
    }

    internal static ArgumentError? ReadHash(ref Utf8JsonReader reader, out Hash256 value)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        var error = HexText.ReadFixed(ref reader, "common.Hash", bytes);
        value = error is null ? new Hash256(bytes) : default;
        return error;
    }

    internal static ArgumentError? ReadUInt64(ref Utf8JsonReader reader, out ulong value)
    {
        value = 0;
        var fault = reader.TokenType == JsonTokenType.String ? HexText.ReadUInt64(reader.ValueSpan, out value) : "non-string";
        return fault is null ? null : new ArgumentError(fault, "hexutil.Uint64");
    }

    internal static ArgumentError? ReadUInt256(ref Utf8JsonReader reader, out UInt256 value)
    {
        value = default;
        var fault = reader.TokenType == JsonTokenType.String ? HexText.ReadUInt256(reader.ValueSpan, out value) : "non-string";
        return fault is null ? null : new ArgumentError(fault, "*hexutil.Big");
    }

    internal static ArgumentError? ReadData(ref Utf8JsonReader reader, out byte[] value)
    {
        value = [];
        var fault = reader.TokenType == JsonTokenType.String ? HexText.ReadBytes(reader.ValueSpan, out value) : "non-string";
        return fault is null ? null : new ArgumentError(fault, "hexutil.Bytes");
    }

    internal static ArgumentError? ReadBool(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return value || reader.TokenType is JsonTokenType.False or JsonTokenType.Null ? null : Mismatch(reader.TokenType, "bool");
    }

    internal static ArgumentError? ReadText(ref Utf8JsonReader reader, out string value)
    {
        value = "";
        if (reader.TokenType != JsonTokenType.String)
        {
            return reader.TokenType == JsonTokenType.Null ? null : Mismatch(reader.TokenType, "string");
        }

        value = reader.Text();
        return null;
    }

    /// <summary>A value of another JSON type than wanted.</summary>
    internal static ArgumentError Mismatch(JsonTokenType found, string goType)
    {
        var name = found switch
        {
            JsonTokenType.StartObject => "object",
            JsonTokenType.StartArray => "array",
            JsonTokenType.String => "string",
            JsonTokenType.Number => "number",
            JsonTokenType.True or JsonTokenType.False => "bool",
            _ => "null",
        };
        return new ArgumentError(name, goType);
    }

    private static ArgumentError? NotFromJson<T>(ref Utf8JsonReader reader, out T value) => throw new System.Diagnostics.UnreachableException();
}
