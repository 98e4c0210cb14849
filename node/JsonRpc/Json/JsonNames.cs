using System.Text;
using System.Text.Json;

namespace PoaSidechain.JsonRpc.Json;

/// <summary>Texts of JSON: property names compared as geth does, exact or in any case.</summary>
internal static class JsonNames
{
    /// <summary>True when the reader stands on a property with this name.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueIsEscaped
        ? Ascii.EqualsIgnoreCase(name, reader.Text())
        : reader.ValueSpan.Length == name.Length && Ascii.EqualsIgnoreCase(reader.ValueSpan, name);

    /// <summary>The string or property name on which the reader stands. One with half a surrogate pair, which is no text, is given as it was written.</summary>
    public static string Text(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
