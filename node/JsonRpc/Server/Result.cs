using System.Text.Json;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Writers of the plain results.</summary>
internal static class Result
{
    /// <summary>A quantity.</summary>
    public static ResultWriter<ulong> Quantity { get; } = (writer, value) => writer.WriteQuantity(value);

    /// <summary>A quantity.</summary>
    public static ResultWriter<UInt256> BigQuantity { get; } = (writer, value) => writer.WriteQuantity(value);

    /// <summary>A quantity, or null.</summary>
    public static ResultWriter<ulong?> QuantityOrNull { get; } = OrNull(Quantity);

    /// <summary>Bytes.</summary>
    public static ResultWriter<ReadOnlyMemory<byte>> Data { get; } = (writer, value) => writer.WriteData(value.Span);

    /// <summary>A hash.</summary>
    public static ResultWriter<Hash256> Hash { get; } = (writer, value) => writer.WriteHash(value);

    /// <summary>An address.</summary>
    public static ResultWriter<Address> Address { get; } = (writer, value) => writer.WriteAddress(value);

    /// <summary>True or false.</summary>
    public static ResultWriter<bool> Bool { get; } = (writer, value) => writer.WriteBooleanValue(value);

    /// <summary>A string.</summary>
    public static ResultWriter<string> Text { get; } = (writer, value) => writer.WriteStringValue(value);

    /// <summary>Always null: the method has nothing to say.</summary>
    public static ResultWriter<bool> Null { get; } = (writer, _) => writer.WriteNullValue();

    /// <summary>JSON that is written already.</summary>
    public static ResultWriter<ReadOnlyMemory<byte>> Json { get; } = (writer, value) => writer.WriteRawValue(value.Span, skipInputValidation: true);

    /// <summary>A result that writes itself.</summary>
    public static ResultWriter<Action<Utf8JsonWriter>> Written { get; } = (writer, write) => write(writer);

    /// <summary>A list.</summary>
    public static ResultWriter<IReadOnlyList<T>> List<T>(ResultWriter<T> item) => (writer, values) =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            item(writer, value);
        }

        writer.WriteEndArray();
    };

    /// <summary>A value, or null.</summary>
    public static ResultWriter<T?> OrNull<T>(ResultWriter<T> write)
        where T : struct => (writer, value) =>
        {
            if (value is { } present)
            {
                write(writer, present);
            }
            else
            {
                writer.WriteNullValue();
            }
        };

    /// <summary>An object, or null.</summary>
    public static ResultWriter<T?> ObjectOrNull<T>(ResultWriter<T> write)
        where T : class => (writer, value) =>
        {
            if (value is not null)
            {
                write(writer, value);
            }
            else
            {
                writer.WriteNullValue();
            }
        };
}
