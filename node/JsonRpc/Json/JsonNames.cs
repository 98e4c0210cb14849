using System.Text;
using System.Text.Json;

namespace PoaSidechain.JsonRpc.Json;

/// <summary>Compares property names as geth does: exact, or in any case.</summary>
internal static class JsonNames
{
    /// <summary>True when the reader stands on a property with this name.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueTextEquals(name)
        || (!reader.ValueIsEscaped && reader.ValueSpan.Length == name.Length && Ascii.EqualsIgnoreCase(reader.ValueSpan, name));
}
