using System.Text.Json;

namespace PoaSidechain.Tests.Conformance.Rpc;

/// <summary>Compares answers by their structure: the order of members and the texts of errors do not count, everything else does.</summary>
internal static class JsonDifference
{
    /// <summary>The first difference, in words; null when there is none.</summary>
    public static string? Find(JsonElement actual, JsonElement expected, string path = "$")
    {
        if (actual.ValueKind != expected.ValueKind)
        {
            return $"{path}: {Short(actual)}, expected {Short(expected)}";
        }

        return expected.ValueKind switch
        {
            JsonValueKind.Object => FindInObject(actual, expected, path),
            JsonValueKind.Array => FindInArray(actual, expected, path),
            JsonValueKind.Number => actual.GetDouble().Equals(expected.GetDouble()) ? null : $"{path}: {actual}, expected {expected}",
            JsonValueKind.String => actual.GetString() == expected.GetString() ? null : $"{path}: {Short(actual)}, expected {Short(expected)}",
            _ => null,
        };
    }

    private static string? FindInObject(JsonElement actual, JsonElement expected, string path)
    {
        var isError = path.EndsWith(".error", StringComparison.Ordinal);
        foreach (var member in expected.EnumerateObject().Where(member => !isError || member.Name != "message"))
        {
            if (!actual.TryGetProperty(member.Name, out var found))
            {
                return $"{path}.{member.Name} is missing, expected {Short(member.Value)}";
            }

            if (Find(found, member.Value, $"{path}.{member.Name}") is { } difference)
            {
                return difference;
            }
        }

        foreach (var member in actual.EnumerateObject().Where(member => !expected.TryGetProperty(member.Name, out _)))
        {
            return $"{path}.{member.Name} is one too many: {Short(member.Value)}";
        }

        return null;
    }

    private static string? FindInArray(JsonElement actual, JsonElement expected, string path)
    {
        for (var i = 0; i < Math.Min(actual.GetArrayLength(), expected.GetArrayLength()); i++)
        {
            if (Find(actual[i], expected[i], $"{path}[{i}]") is { } difference)
            {
                return difference;
            }
        }

        return actual.GetArrayLength() == expected.GetArrayLength() ? null : $"{path}: {actual.GetArrayLength()} items, expected {expected.GetArrayLength()}";
    }

    private static string Short(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length > 200 ? text[..200] + "…" : text;
    }
}
