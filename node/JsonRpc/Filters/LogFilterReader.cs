using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>Reads a log filter from JSON, with geth's texts (geth: FilterCriteria).</summary>
/// <param name="maxAlternatives">Most addresses, and most alternatives of a topic.</param>
internal sealed class LogFilterReader(int maxAlternatives)
{
    /// <summary>The parameter.</summary>
    public Argument<LogFilter> Parameter => new(Read);

    private ArgumentError? Read(ref Utf8JsonReader reader, out LogFilter value)
    {
        value = LogFilter.All;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Arg.Mismatch(reader.TokenType, "filters.input");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadMember(ref reader, ref value) is { } error)
            {
                return error;
            }
        }

        return value.BlockHash is not null && (value.From is not null || value.To is not null)
            ? new ArgumentError("cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other")
            : null;
    }

    private ArgumentError? ReadMember(ref Utf8JsonReader reader, ref LogFilter filter)
    {
        var isHash = reader.Is("blockHash"u8);
        var isFrom = reader.Is("fromBlock"u8);
        var isTo = reader.Is("toBlock"u8);
        var isAddress = reader.Is("address"u8);
        var isTopics = reader.Is("topics"u8);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        ArgumentError? error = null;
        if (isHash)
        {
            error = Arg.ReadHash(ref reader, out var hash)?.In("input", "blockHash");
            filter = filter with { BlockHash = hash };
        }
        else if (isFrom || isTo)
        {
            error = Arg.ReadBlockNumber(ref reader, out var block);
            filter = isFrom ? filter with { From = block } : filter with { To = block };
        }
        else if (isAddress)
        {
            error = ReadAddresses(ref reader, out var addresses);
            filter = filter with { Addresses = addresses };
        }
        else if (isTopics)
        {
            error = ReadTopics(ref reader, out var topics);
            filter = filter with { Topics = topics };
        }
        else
        {
            reader.Skip();
        }

        return error;
    }

    private ArgumentError? ReadAddresses(ref Utf8JsonReader reader, out List<Address> addresses)
    {
        addresses = [];
        if (reader.TokenType == JsonTokenType.String)
        {
            var fault = ReadHex(ref reader, Address.Size, "address", out var bytes);
            addresses.Add(fault is null ? new Address(bytes) : default);
            return fault is null ? null : new ArgumentError($"invalid address: {fault}");
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return new ArgumentError("invalid addresses in query");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return new ArgumentError($"non-string address at index {addresses.Count}");
            }

            if (ReadHex(ref reader, Address.Size, "address", out var bytes) is { } fault)
            {
                return new ArgumentError($"invalid address at index {addresses.Count}: {fault}");
            }

            if (addresses.Count >= maxAlternatives)
            {
                return new ArgumentError($"exceed max addresses: {maxAlternatives}");
            }

            addresses.Add(new Address(bytes));
        }

        return null;
    }

    private ArgumentError? ReadTopics(ref Utf8JsonReader reader, out List<IReadOnlyList<Hash256>> topics)
    {
        topics = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Arg.Mismatch(reader.TokenType, "[]interface {}")?.In("input", "topics");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (topics.Count == LogFilter.MaxTopics)
            {
                return new ArgumentError("exceed max topics");
            }

            if (ReadAlternatives(ref reader, out var alternatives) is { } error)
            {
                return error;
            }

            topics.Add(alternatives);
        }

        return null;
    }

    /// <summary>A topic, a list of topics, or null for anything; a null within a list makes it anything too.</summary>
    private ArgumentError? ReadAlternatives(ref Utf8JsonReader reader, out List<Hash256> alternatives)
    {
        alternatives = [];
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return AddTopic(ref reader, alternatives);
            case not JsonTokenType.StartArray:
                return new ArgumentError("invalid topic(s)");
        }

        var isAnything = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                isAnything = true;
                continue;
            }

            if (alternatives.Count >= maxAlternatives)
            {
                return new ArgumentError("exceed max topics");
            }

            if (AddTopic(ref reader, alternatives) is { } error)
            {
                return error;
            }
        }

        if (isAnything)
        {
            alternatives.Clear();
        }

        return null;
    }

    private static ArgumentError? AddTopic(ref Utf8JsonReader reader, List<Hash256> alternatives)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return new ArgumentError("invalid topic(s)");
        }

        if (ReadHex(ref reader, Hash256.Size, "topic", out var bytes) is { } fault)
        {
            return new ArgumentError(fault);
        }

        alternatives.Add(new Hash256(bytes));
        return null;
    }

    private static string? ReadHex(ref Utf8JsonReader reader, int size, string what, out byte[] bytes)
    {
        bytes = [];
        return reader.ValueSpan.IsEmpty ? "empty hex string"
            : HexText.ReadBytes(reader.ValueSpan, out bytes) is { } fault ? fault
            : bytes.Length != size ? $"hex has invalid length {bytes.Length} after decoding; expected {size} for {what}"
            : null;
    }
}
