namespace PoaSidechain.JsonRpc.Server;

/// <summary>Finds where one JSON value ends and the next may begin in a stream that has nothing else in between.</summary>
/// <remarks>Looks only at brackets and strings; whether the value is JSON at all is the parser's matter.</remarks>
internal struct JsonSplitter
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _hasBegun;

    /// <summary>Reads on; true when a value has ended, with the number of bytes up to there, and the splitter is ready for the next value.</summary>
    public bool TryFindEnd(ReadOnlySpan<byte> bytes, out int length)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Ends(bytes[i]))
            {
                this = default;
                length = i + 1;
                return true;
            }
        }

        length = bytes.Length;
        return false;
    }

    private bool Ends(byte c)
    {
        if (_isInString)
        {
            _isInString = c != '"' || _isEscaped;
            _isEscaped = c == '\\' && !_isEscaped;
            return !_isInString && _depth == 0;
        }

        switch (c)
        {
            case (byte)'"':
                _isInString = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                return _depth <= 0;
            case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                return _hasBegun && _depth == 0; // the end of a number or a word
        }

        _hasBegun = true;
        return false;
    }
}
