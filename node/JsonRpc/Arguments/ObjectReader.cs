using System.Text;
using System.Text.Json;
using PoaSidechain.JsonRpc.Json;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>Reads a JSON object member by member by a table: names in any case, null as absent, unknown members passed over, as geth does.</summary>
/// <param name="goName">geth's name of the structure, for error texts.</param>
internal sealed class ObjectReader<T>(string goName)
    where T : class, new()
{
    private delegate ArgumentError? MemberReader(ref Utf8JsonReader reader, T target);

    private readonly List<(byte[] Name, MemberReader Read)> _members = [];

    /// <summary>Adds a member to the table.</summary>
    public ObjectReader<T> Member<TValue>(string name, ArgumentParser<TValue> parse, Action<T, TValue> set)
    {
        _members.Add((Encoding.UTF8.GetBytes(name), (ref Utf8JsonReader reader, T target) =>
        {
            var error = parse(ref reader, out var value);
            if (error is not null)
            {
                return error.In(goName, name);
            }

            set(target, value);
            return null;
        }));
        return this;
    }

    /// <summary>Reads an object; null gives one without any member.</summary>
    public ArgumentError? Read(ref Utf8JsonReader reader, out T value)
    {
        value = new T();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Arg.Mismatch(reader.TokenType, goName);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var read = Find(ref reader);
            reader.Read();
            if (read is null || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
            }
            else if (read(ref reader, value) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private MemberReader? Find(ref Utf8JsonReader reader)
    {
        foreach (var (name, read) in _members)
        {
            if (reader.Is(name))
            {
                return read;
            }
        }

        return null;
    }
}
