using System.Globalization;
using System.Text.Json;

namespace PoaSidechain.Primitives.Abi;

/// <summary>Reads types from text and from the JSON that compilers write.</summary>
internal ref struct AbiTypeParser
{
    private const int MaxDepth = 32;
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private AbiTypeParser(ReadOnlySpan<char> text) => _text = text;

    public static AbiType ParseType(string text)
    {
        var parser = new AbiTypeParser(text);
        var type = parser.Type(0);
        return parser.AtEnd() ? type : throw parser.Error();
    }

    /// <summary>Reads <c>(uint256 a,address b)</c>.</summary>
    public static AbiParameter[] ParseParameters(string text)
    {
        var parser = new AbiTypeParser(text);
        var parameters = parser.Parameters(0);
        return parser.AtEnd() ? parameters : throw parser.Error();
    }

    /// <summary>Reads an entry of "inputs", "outputs" or "components".</summary>
    public static AbiParameter FromJson(JsonElement json)
    {
        var text = json.GetProperty("type").GetString() ?? "";
        var name = json.TryGetProperty("name", out var given) ? given.GetString() ?? "" : "";
        var isIndexed = json.TryGetProperty("indexed", out var indexed) && indexed.ValueKind == JsonValueKind.True;
        if (!text.StartsWith("tuple", StringComparison.Ordinal) || !json.TryGetProperty("components", out var components))
        {
            return new AbiParameter(name, ParseType(text), isIndexed);
        }

        var tuple = AbiType.Tuple([.. components.EnumerateArray().Select(FromJson)]);
        var parser = new AbiTypeParser(text.AsSpan("tuple".Length));
        var type = parser.Suffixes(tuple);
        return parser.AtEnd() ? new AbiParameter(name, type, isIndexed) : throw parser.Error();
    }

    private AbiType Type(int depth)
    {
        SkipBlanks();
        if (depth > MaxDepth)
        {
            throw new AbiException("A type is nested too deeply.");
        }

        var word = Word();
        if (word is "" or "tuple" && Peek() == '(')
        {
            return Suffixes(AbiType.Tuple(Parameters(depth + 1)));
        }

        return Suffixes(Elementary(word));
    }

    private AbiParameter[] Parameters(int depth)
    {
        var parameters = new List<AbiParameter>();
        Expect('(');
        SkipBlanks();
        while (Peek() != ')')
        {
            if (parameters.Count > 0)
            {
                Expect(',');
            }

            parameters.Add(Parameter(depth));
            SkipBlanks();
        }

        Expect(')');
        return [.. parameters];
    }

    private AbiParameter Parameter(int depth)
    {
        var type = Type(depth);
        SkipBlanks();
        var name = Word().ToString();
        var isIndexed = name == "indexed";
        while (name is "indexed" or "memory" or "calldata" or "storage" or "payable")
        {
            SkipBlanks();
            name = Word().ToString();
        }

        return new AbiParameter(name, type, isIndexed);
    }

    private AbiType Suffixes(AbiType type)
    {
        while (Peek() == '[')
        {
            _at++;
            var digits = Word();
            Expect(']');
            if (digits.IsEmpty)
            {
                type = AbiType.Array(type);
                continue;
            }

            try
            {
                type = AbiType.FixedArray(type, Number(digits));
            }
            catch (OverflowException)
            {
                throw new AbiException($"'{_text}' is larger than any encoding can be.");
            }
        }

        return type;
    }

    private readonly AbiType Elementary(ReadOnlySpan<char> word) => word switch
    {
        "address" => AbiType.Address,
        "bool" => AbiType.Boolean,
        "bytes" => AbiType.Bytes,
        "string" => AbiType.Text,
        "uint" => AbiType.UInt256,
        "int" => AbiType.SignedInteger(256),
        "function" => AbiType.FunctionPointer,
        _ when word.StartsWith("uint") => AbiType.UnsignedInteger(Number(word[4..])),
        _ when word.StartsWith("int") => AbiType.SignedInteger(Number(word[3..])),
        _ when word.StartsWith("bytes") => AbiType.FixedBytes(Number(word[5..])),
        _ => throw Error(),
    };

    private readonly int Number(ReadOnlySpan<char> digits) =>
        digits.Length > 0 && (digits[0] != '0' || digits.Length == 1)
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error();

    private ReadOnlySpan<char> Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void Expect(char expected)
    {
        SkipBlanks();
        if (Peek() != expected)
        {
            throw Error();
        }

        _at++;
    }

    private void SkipBlanks()
    {
        while (Peek() == ' ')
        {
            _at++;
        }
    }

    private bool AtEnd()
    {
        SkipBlanks();
        return _at == _text.Length;
    }

    private readonly AbiException Error() => new($"'{_text}' is no ABI type (at character {_at}).");
}
