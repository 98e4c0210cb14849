using System.Text;

namespace PoaSidechain.JsonRpc.Json;

/// <summary>Says what is wrong with a text that is no JSON, in the words of Go's decoder, which clients of geth know.</summary>
/// <remarks>Slow and thorough; runs only on texts that the real reader has refused.</remarks>
internal ref struct JsonSyntax
{
    private readonly ReadOnlySpan<byte> _text;
    private int _position;

    private JsonSyntax(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The first fault of a text.</summary>
    public static string Explain(ReadOnlySpan<byte> text)
    {
        var syntax = new JsonSyntax(text);
        return syntax.Value(0) ?? "invalid JSON"; // stricter rules than Go's: depth, or bytes that are no UTF-8
    }

    private string? Value(int depth)
    {
        const int MaxDepth = 512;
        if (depth > MaxDepth)
        {
            return "exceeded max depth";
        }

        if (!SkipBlanks())
        {
            return "unexpected end of JSON input";
        }

        return _text[_position] switch
        {
            (byte)'{' => Members(depth),
            (byte)'[' => Items(depth),
            (byte)'"' => Text(),
            (byte)'t' => Literal("true"),
            (byte)'f' => Literal("false"),
            (byte)'n' => Literal("null"),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(),
            _ => Fault("looking for beginning of value"),
        };
    }

    private string? Members(int depth)
    {
        _position++;
        var isFirst = true;
        while (SkipBlanks())
        {
            if (isFirst && _text[_position] == '}')
            {
                _position++;
                return null;
            }

            if (_text[_position] != '"')
            {
                return Fault("looking for beginning of object key string");
            }

            if (Text() is { } badName)
            {
                return badName;
            }

            if (!SkipBlanks())
            {
                break;
            }

            if (_text[_position] != ':')
            {
                return Fault("after object key");
            }

            _position++;
            if (Value(depth + 1) is { } badValue)
            {
                return badValue;
            }

            if (Ends((byte)'}', "after object key:value pair", out var fault))
            {
                return fault;
            }

            isFirst = false;
        }

        return "unexpected end of JSON input";
    }

    private string? Items(int depth)
    {
        _position++;
        if (SkipBlanks() && _text[_position] == ']')
        {
            _position++;
            return null;
        }

        string? fault;
        do
        {
            if (Value(depth + 1) is { } badValue)
            {
                return badValue;
            }
        }
        while (!Ends((byte)']', "after array element", out fault));

        return fault;
    }

    /// <summary>False at a comma, which is taken; true at the end of the list or object, or where a fault is.</summary>
    private bool Ends(byte end, string context, out string? fault)
    {
        fault = null;
        if (!SkipBlanks())
        {
            fault = "unexpected end of JSON input";
            return true;
        }

        if (_text[_position] == ',')
        {
            _position++;
            return false;
        }

        if (_text[_position] != end)
        {
            fault = Fault(context);
            return true;
        }

        _position++;
        return true;
    }

    private string? Text()
    {
        for (_position++; _position < _text.Length; _position++)
        {
            var c = _text[_position];
            if (c == '"')
            {
                _position++;
                return null;
            }

            if (c < ' ')
            {
                return Fault("in string literal");
            }

            if (c == '\\' && Escape() is { } fault)
            {
                return fault;
            }
        }

        return "unexpected end of JSON input";
    }

    private string? Escape()
    {
        _position++;
        if (_position >= _text.Length || "\"\\/bfnrt"u8.Contains(_text[_position]))
        {
            return null;
        }

        if (_text[_position] != 'u')
        {
            return Fault("in string escape code");
        }

        for (var i = 0; i < 4; i++)
        {
            _position++;
            if (_position < _text.Length && !char.IsAsciiHexDigit((char)_text[_position]))
            {
                return Fault("in \\u hexadecimal character escape");
            }
        }

        return null;
    }

    private string? Literal(string literal)
    {
        for (var i = 1; i < literal.Length; i++)
        {
            _position++;
            if (_position >= _text.Length)
            {
                return "unexpected end of JSON input";
            }

            if (_text[_position] != literal[i])
            {
                return Fault($"in literal {literal} (expecting '{literal[i]}')");
            }
        }

        _position++;
        return null;
    }

    private string? Number()
    {
        if (_text[_position] == '-')
        {
            _position++;
            if (!IsDigit())
            {
                return Fault("in numeric literal");
            }
        }

        if (_text[_position] == '0')
        {
            _position++;
        }
        else
        {
            SkipDigits();
        }

        if (Is((byte)'.'))
        {
            _position++;
            if (!IsDigit())
            {
                return Fault("after decimal point in numeric literal");
            }

            SkipDigits();
        }

        if (Is((byte)'e') || Is((byte)'E'))
        {
            _position++;
            _position += Is((byte)'+') || Is((byte)'-') ? 1 : 0;
            if (!IsDigit())
            {
                return Fault("in exponent of numeric literal");
            }

            SkipDigits();
        }

        return null;
    }

    private bool SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _position++;
        }

        return _position < _text.Length;
    }

    private void SkipDigits()
    {
        while (IsDigit())
        {
            _position++;
        }
    }

    private readonly bool IsDigit() => _position < _text.Length && char.IsAsciiDigit((char)_text[_position]);

    private readonly bool Is(byte c) => _position < _text.Length && _text[_position] == c;

    private readonly string Fault(string context)
    {
        if (_position >= _text.Length)
        {
            return "unexpected end of JSON input";
        }

        Rune.DecodeFromUtf8(_text[_position..], out var rune, out _);
        var shown = rune.Value switch
        {
            '\'' => "\\'",
            '"' => "\"",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < ' ' => $"\\x{rune.Value:x2}",
            _ => rune.ToString(),
        };
        return $"invalid character '{shown}' {context}";
    }
}
