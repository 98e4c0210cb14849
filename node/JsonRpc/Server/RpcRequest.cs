using System.Text;
using System.Text.Json;
using PoaSidechain.JsonRpc.Json;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>A message from a client, taken apart: one request, or a batch of them.</summary>
/// <remarks>As lenient as geth: names in any case, unknown members passed over, wrong types taken as absent, the rest of the input after the first value ignored.</remarks>
internal readonly struct RpcRequest
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 512 };

    private RpcRequest(RpcMessage single, List<RpcMessage>? batch, string? syntaxError)
    {
        Single = single;
        Batch = batch;
        SyntaxError = syntaxError;
    }

    /// <summary>The request, where there is no batch.</summary>
    public RpcMessage Single { get; }

    /// <summary>The requests of a batch; null for a single one.</summary>
    public List<RpcMessage>? Batch { get; }

    /// <summary>Why the message is no JSON, in geth's words; null when it is.</summary>
    public string? SyntaxError { get; }

    /// <summary>Takes a message apart; the slices live as long as it does.</summary>
    public static RpcRequest Parse(ReadOnlyMemory<byte> message)
    {
        var reader = new Utf8JsonReader(message.Span, isFinalBlock: true, new JsonReaderState(ReaderOptions));
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return new RpcRequest(ParseMessage(message, ref reader), null, null);
            }

            List<RpcMessage> batch = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                batch.Add(ParseMessage(message, ref reader));
            }

            return new RpcRequest(default, batch, null);
        }
        catch (JsonException)
        {
            return new RpcRequest(default, null, JsonSyntax.Explain(message.Span));
        }
    }

    private static RpcMessage ParseMessage(ReadOnlyMemory<byte> message, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        RpcMessage result = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.Is("jsonrpc"u8))
            {
                reader.Read();
                result = result with { HasVersion = reader.TokenType == JsonTokenType.String && IsVersion(ref reader) };
                reader.Skip();
            }
            else if (reader.Is("id"u8))
            {
                result = result with { Id = ReadRaw(message, ref reader) };
            }
            else if (reader.Is("method"u8))
            {
                result = result with { Method = ReadText(message, ref reader) };
            }
            else if (reader.Is("params"u8))
            {
                result = result with { Parameters = ReadRaw(message, ref reader) };
            }
            else
            {
                var isOutcome = reader.Is("result"u8) || reader.Is("error"u8);
                reader.Read();
                reader.Skip();
                result = isOutcome ? result with { HasOutcome = true } : result;
            }
        }

        return result;
    }

    private static bool IsVersion(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? reader.Text() == "2.0" : reader.ValueSpan.SequenceEqual("2.0"u8);

    private static ReadOnlyMemory<byte> ReadRaw(ReadOnlyMemory<byte> message, ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return message[start..(int)reader.BytesConsumed];
    }

    private static ReadOnlyMemory<byte> ReadText(ReadOnlyMemory<byte> message, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return default;
        }

        // Between the quotes, unless something is escaped in there, which no sane name has.
        return reader.ValueIsEscaped
            ? Encoding.UTF8.GetBytes(reader.Text())
            : message[((int)reader.TokenStartIndex + 1)..((int)reader.BytesConsumed - 1)];
    }
}
