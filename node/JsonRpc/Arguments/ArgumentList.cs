using System.Text.Json;
using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>Binds a call's JSON parameters to typed arguments, one after another, with geth's answers to what does not fit.</summary>
internal ref struct ArgumentList
{
    private readonly RpcCallInfo _info;
    private Utf8JsonReader _reader;
    private int _index;
    private bool _isAtEnd;
    private string? _fault;

    /// <summary>Starts on the raw JSON of <c>params</c>, which is known to be well-formed; empty when the request has none.</summary>
    public ArgumentList(ReadOnlyMemory<byte> parameters, in RpcCallInfo info)
    {
        _info = info;
        _isAtEnd = true;
        if (parameters.IsEmpty)
        {
            return;
        }

        _reader = new Utf8JsonReader(parameters.Span, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            _isAtEnd = false;
            Advance();
        }
        else if (_reader.TokenType != JsonTokenType.Null)
        {
            _fault = "non-array args";
        }
    }

    /// <summary>The next argument; a default when something was wrong, which <see cref="End"/> tells.</summary>
    public T Next<T>(Argument<T> argument)
    {
        if (argument.Injected is { } inject)
        {
            return inject(_info);
        }

        var index = _index++;
        if (_fault is not null)
        {
            return argument.Default;
        }

        if (_isAtEnd)
        {
            _fault = argument.IsOptional ? null : $"missing value for required argument {index}";
            return argument.Default;
        }

        if (argument.Parse(ref _reader, out var value) is { } error)
        {
            _fault = error.IsOfMethod ? error.ToString() : $"invalid argument {index}: {error}";
            return argument.Default;
        }

        Advance();
        return value;
    }

    /// <summary>Null when all arguments were there and fitted, and no more came.</summary>
    public readonly RpcError? End() =>
        _fault is not null ? RpcError.InvalidParams(_fault)
        : !_isAtEnd ? RpcError.InvalidParams($"too many arguments, want at most {_index}")
        : null;

    private void Advance()
    {
        _reader.Read();
        _isAtEnd = _reader.TokenType == JsonTokenType.EndArray;
    }
}
