using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Json;

/// <summary>Writes values in the forms of Ethereum's JSON-RPC: quantities without leading zeros, data as hex of even length.</summary>
/// <remarks>Straight into the writer's buffer, without strings in between: blocks and logs are mostly made of this.</remarks>
internal static class HexJson
{
    private const int ChunkBytes = 512;

    /// <summary>0x and hex without leading zeros.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, ulong value)
    {
        Span<byte> text = stackalloc byte[18];
        writer.WriteStringValue(text[..Format(value, text)]);
    }

    /// <summary>0x and hex without leading zeros.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, in UInt256 value)
    {
        if (value.FitsUInt64)
        {
            WriteQuantity(writer, value.Low64);
            return;
        }

        Span<byte> bytes = stackalloc byte[32];
        value.WriteBigEndian(bytes);
        Span<byte> text = stackalloc byte[66];
        Encode(bytes, text);
        var start = 2;
        while (text[start] == '0')
        {
            start++;
        }

        text[start - 2] = (byte)'0';
        text[start - 1] = (byte)'x';
        writer.WriteStringValue(text[(start - 2)..]);
    }

    /// <summary>All bytes as hex.</summary>
    public static void WriteData(this Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[2 + (2 * ChunkBytes)];
        if (bytes.Length <= ChunkBytes)
        {
            Encode(bytes, text);
            writer.WriteStringValue(text[..(2 + (2 * bytes.Length))]);
            return;
        }

        Encode(bytes[..ChunkBytes], text);
        writer.WriteStringValueSegment(text, isFinalSegment: false);
        bytes = bytes[ChunkBytes..];
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(ChunkBytes, bytes.Length)];
            bytes = bytes[chunk.Length..];
            Convert.TryToHexStringLower(chunk, text, out var written);
            writer.WriteStringValueSegment(text[..written], isFinalSegment: bytes.IsEmpty);
        }
    }

    /// <summary>32 bytes as hex.</summary>
    public static void WriteHash(this Utf8JsonWriter writer, in Hash256 hash) => WriteData(writer, hash.Bytes);

    /// <summary>20 bytes as hex.</summary>
    public static void WriteAddress(this Utf8JsonWriter writer, in Address address) => WriteData(writer, address.Bytes);

    /// <summary>A named quantity.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong value)
    {
        writer.WritePropertyName(name);
        WriteQuantity(writer, value);
    }

    /// <summary>A named quantity.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, in UInt256 value)
    {
        writer.WritePropertyName(name);
        WriteQuantity(writer, value);
    }

    /// <summary>Named bytes.</summary>
    public static void WriteData(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        writer.WritePropertyName(name);
        WriteData(writer, bytes);
    }

    /// <summary>A named hash.</summary>
    public static void WriteHash(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, in Hash256 hash) => WriteData(writer, name, hash.Bytes);

    /// <summary>A named hash or null.</summary>
    public static void WriteHash(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Hash256? hash)
    {
        if (hash is { } value)
        {
            WriteHash(writer, name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>A named address.</summary>
    public static void WriteAddress(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, in Address address) => WriteData(writer, name, address.Bytes);

    /// <summary>A named address or null.</summary>
    public static void WriteAddress(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Address? address)
    {
        if (address is { } value)
        {
            WriteAddress(writer, name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static int Format(ulong value, Span<byte> text)
    {
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        value.TryFormat(text[2..], out var written, "x");
        return 2 + written;
    }

    private static void Encode(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        Convert.TryToHexStringLower(bytes, text[2..], out _);
    }
}
