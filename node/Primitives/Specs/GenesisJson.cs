using System.Text;
using System.Text.Json;

namespace PoaSidechain.Primitives.Specs;

/// <summary>A cursor over a genesis file that knows where it is, so that every refusal can name the field.</summary>
/// <remarks>
/// Follows the JSON rules of Go's standard library, which decide what geth takes: keys in any case, the later of two equal keys wins,
/// unknown keys are stepped over, whatever follows the first value is not looked at. One pass, linear in the size of the file.
/// </remarks>
internal ref partial struct GenesisJson
{
    private const int MaxDepth = 10_000; // Go's limit
    private readonly List<string> _path = [];
    private Utf8JsonReader _reader;

    public GenesisJson(ReadOnlySpan<byte> utf8)
    {
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        _reader.Read();
    }

    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Enters the object at the cursor.</summary>
    public readonly void EnterObject(string expected)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected(expected);
        }
    }

    /// <summary>Moves to the value of the next key, or behind the end of the object. The value must be read or skipped before the next call.</summary>
    public bool NextKey(out string key)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            key = "";
            return false;
        }

        key = KeyText();
        _path.Add(key);
        _reader.Read();
        return true;
    }

    /// <summary>Like <see cref="NextKey"/>, for objects whose keys are names: folded to lower case as Go folds them.</summary>
    public bool NextName(out string name)
    {
        var found = NextKey(out name);
        name = name.Replace('\u017f', 's').Replace('\u212a', 'k').ToLowerInvariant();
        return found;
    }

    /// <summary>Leaves the value that the last <see cref="NextKey"/> moved to, stepping over what was not read of it.</summary>
    public void EndValue(bool wasRead)
    {
        if (!wasRead)
        {
            _reader.Skip();
        }

        _path.RemoveAt(_path.Count - 1);
    }

    public readonly GenesisFileException Unexpected(string expected) => Error($"expected {expected}, found {Found()}");

    public readonly GenesisFileException Error(string problem) => new(string.Join('.', _path), problem);

    public readonly GenesisFileException Missing(string key, string expected) =>
        new(string.Join('.', _path.Append(key)), $"required, but missing: expected {expected}");

    private readonly string KeyText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\ufffd"; // not UTF-8, or half a surrogate pair: Go puts the replacement character there, which is in no key we know
        }
    }

    private readonly string Found()
    {
        const int longest = 80;
        var text = _reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"\"{Encoding.UTF8.GetString(_reader.ValueSpan)}\"",
            _ => Encoding.UTF8.GetString(_reader.ValueSpan),
        };
        return text.Length <= longest ? text : $"{text.AsSpan(0, longest)}… ({text.Length} characters)";
    }
}
