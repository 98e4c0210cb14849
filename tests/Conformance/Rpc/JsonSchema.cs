using System.Text.Json;
using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Conformance.Rpc;

/// <summary>The part of JSON Schema that the OpenRPC description of Ethereum's methods uses.</summary>
internal sealed class JsonSchema(JsonElement document)
{
    /// <summary>Why a value is not of the schema; null when it is.</summary>
    public string? Check(JsonElement value, JsonElement schema, string path = "$")
    {
        schema = Resolve(schema);
        foreach (var rule in schema.EnumerateObject())
        {
            if (CheckRule(rule.Name, rule.Value, value, schema, path) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private string? CheckRule(string name, JsonElement rule, JsonElement value, JsonElement schema, string path) => name switch
    {
        "type" => IsOfType(value, rule) ? null : $"{path}: {value.ValueKind} is not of type {rule}",
        "enum" => rule.EnumerateArray().Any(one => one.GetRawText() == value.GetRawText()) ? null : $"{path}: {value} is none of {rule}",
        "const" => rule.GetRawText() == value.GetRawText() ? null : $"{path}: {value} is not {rule}",
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!) ? null : $"{path}: {value} does not match {rule}",
        "oneOf" => rule.EnumerateArray().Count(one => Check(value, one, path) is null) == 1 ? null : $"{path}: not exactly one of oneOf",
        "anyOf" => rule.EnumerateArray().Any(one => Check(value, one, path) is null) ? null : $"{path}: none of anyOf",
        "allOf" => rule.EnumerateArray().Select(one => Check(value, one, path)).FirstOrDefault(problem => problem is not null),
        "not" => Check(value, rule, path) is null ? $"{path}: is what it must not be" : null,
        "items" => value.ValueKind != JsonValueKind.Array ? null
            : value.EnumerateArray().Select((item, i) => Check(item, rule, $"{path}[{i}]")).FirstOrDefault(problem => problem is not null),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32() ? null : $"{path}: too few items",
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32() ? null : $"{path}: too many items",
        "required" => value.ValueKind != JsonValueKind.Object ? null
            : rule.EnumerateArray().Where(one => !value.TryGetProperty(one.GetString()!, out _)).Select(one => $"{path}.{one} is missing").FirstOrDefault(),
        "properties" => CheckProperties(rule, value, path),
        "additionalProperties" => CheckOthers(rule, value, schema, path),
        _ => null, // descriptions, defaults, examples, formats
    };

    private string? CheckProperties(JsonElement rule, JsonElement value, string path) => value.ValueKind != JsonValueKind.Object
        ? null
        : rule.EnumerateObject()
            .Select(property => value.TryGetProperty(property.Name, out var found) ? Check(found, property.Value, $"{path}.{property.Name}") : null)
            .FirstOrDefault(problem => problem is not null);

    private string? CheckOthers(JsonElement rule, JsonElement value, JsonElement schema, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var others = value.EnumerateObject().Where(member => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(member.Name, out _));
        return rule.ValueKind switch
        {
            JsonValueKind.False => others.Select(member => $"{path}.{member.Name} is not described").FirstOrDefault(),
            JsonValueKind.Object => others.Select(member => Check(member.Value, rule, $"{path}.{member.Name}")).FirstOrDefault(problem => problem is not null),
            _ => null,
        };
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(document, (at, name) => at.GetProperty(name));
        }

        return schema;
    }

    private static bool IsOfType(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => IsOfType(value, one))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => true,
        };
}
