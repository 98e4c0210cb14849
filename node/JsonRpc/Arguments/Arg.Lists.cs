using System.Text.Json;

namespace PoaSidechain.JsonRpc.Arguments;

internal static partial class Arg
{
    /// <summary>Reads a list of at most so many items; null is an empty one.</summary>
    internal static ArgumentParser<List<T>> ListOf<T>(ArgumentParser<T> item, string goType, int maxItems = int.MaxValue) => (ref Utf8JsonReader reader, out List<T> value) =>
    {
        value = [];
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Mismatch(reader.TokenType, goType);
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (value.Count >= maxItems)
            {
                return new ArgumentError($"too many items, want at most {maxItems}");
            }

            if (item(ref reader, out var read) is { } error)
            {
                return error;
            }

            value.Add(read);
        }

        return null;
    };

    /// <summary>A list that may be left out.</summary>
    public static Argument<List<T>> List<T>(ArgumentParser<T> item, string goType, int maxItems = int.MaxValue) => new(ListOf(item, goType, maxItems));
}
