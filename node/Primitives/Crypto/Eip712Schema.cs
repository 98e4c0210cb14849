using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>Struct types of typed data (EIP-712) and the hashing of their values. Thread: any; immutable.</summary>
public sealed class Eip712Schema
{
    private readonly Dictionary<string, IReadOnlyList<(string Name, string Type)>> _structs;
    private readonly Dictionary<string, Hash256> _typeHashes;

    internal Eip712Schema(Dictionary<string, IReadOnlyList<(string Name, string Type)>> structs)
    {
        _structs = structs;
        _typeHashes = structs.Keys.ToDictionary(name => name, name => Keccak256.Hash(Encoding.UTF8.GetBytes(EncodeType(name))), StringComparer.Ordinal);
    }

    /// <summary>Reads types as a contract writes them for its type hash: <c>Mail(Person from,string contents)Person(string name)</c>.</summary>
    /// <exception cref="AbiException">The text is no list of struct types.</exception>
    public static Eip712Schema Parse(string encodedTypes)
    {
        var structs = new Dictionary<string, IReadOnlyList<(string, string)>>(StringComparer.Ordinal);
        foreach (var definition in encodedTypes.Split(')', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = definition.Split('(');
            if (parts.Length != 2 || !encodedTypes.EndsWith(')'))
            {
                throw new AbiException($"'{encodedTypes}' is no list of struct types (EIP-712).");
            }

            structs.Add(parts[0].Trim(), [.. parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Member)]);
        }

        return new Eip712Schema(structs);
    }

    /// <summary>The struct with its members, followed by all structs it refers to in the order of their names.</summary>
    /// <exception cref="AbiException">There is no such struct.</exception>
    public string EncodeType(string name)
    {
        var referred = new SortedSet<string>(StringComparer.Ordinal);
        Collect(name, referred);
        referred.Remove(name);
        return string.Concat(referred.Prepend(name).Select(
            one => $"{one}({string.Join(',', MembersOf(one).Select(member => $"{member.Type} {member.Name}"))})"));
    }

    /// <summary>Keccak-256 of <see cref="EncodeType"/>.</summary>
    public Hash256 TypeHash(string name) => _typeHashes.TryGetValue(name, out var hash) ? hash : throw NoStruct(name);

    /// <summary>The hash of a struct's values in the order of its members.</summary>
    /// <remarks>Values are those of <see cref="AbiEncoder"/>; a struct within is a list, a C# tuple or an <see cref="AbiTuple"/>.</remarks>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public Hash256 HashStruct(string name, params object[] values) => Keccak256.Hash(EncodeStruct(name, values));

    internal Hash256 HashStruct(string name, JsonElement json) => Keccak256.Hash(EncodeStruct(name, ValuesOf(name, json)));

    internal byte[] EncodeStruct(string name, JsonElement json) => EncodeStruct(name, ValuesOf(name, json));

    /// <summary>Type hash and one word for each member.</summary>
    private byte[] EncodeStruct(string name, IList values)
    {
        var members = MembersOf(name);
        if (values.Count != members.Count)
        {
            throw new AbiException($"{name} has {members.Count} members, {values.Count} values were given.");
        }

        var encoded = new byte[Hash256.Size * (1 + members.Count)];
        TypeHash(name).CopyTo(encoded);
        for (var i = 0; i < members.Count; i++)
        {
            var value = values[i] ?? throw new AbiException($"{name}.{members[i].Name} is missing.");
            WordOf(members[i].Type, value).CopyTo(encoded.AsSpan(Hash256.Size * (i + 1)));
        }

        return encoded;
    }

    private Hash256 WordOf(string type, object value)
    {
        if (type.EndsWith(']'))
        {
            return HashArray(type, value);
        }

        if (_structs.ContainsKey(type))
        {
            return Keccak256.Hash(EncodeStruct(type, value is JsonElement element ? ValuesOf(type, element) : ListOf(type, value)));
        }

        var atomic = AbiType.Parse(type);
        var plain = value is JsonElement json ? AbiJson.Read(atomic, json) : value;
        return atomic.Kind switch
        {
            AbiKind.Bytes => Keccak256.Hash(AbiWord.BytesOf(atomic, plain)),
            AbiKind.Text => Keccak256.Hash(Encoding.UTF8.GetBytes(plain as string ?? throw AbiWord.Unfit(atomic, plain))),
            _ => AbiEncoder.EncodeWord(atomic, plain),
        };
    }

    private Hash256 HashArray(string type, object value)
    {
        var bracket = type.LastIndexOf('[');
        var (element, length) = (type[..Math.Max(bracket, 0)], type[(bracket + 1)..^1]);
        var elements = value is JsonElement json
            ? json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Cast<object>().ToArray() : throw new AbiException($"{json} is no {type}.")
            : ListOf(type, value);
        if (bracket <= 0 || (length.Length > 0 && length != $"{elements.Count}"))
        {
            throw new AbiException($"{type} does not have {elements.Count} elements.");
        }

        var encoded = new byte[Hash256.Size * elements.Count];
        for (var i = 0; i < elements.Count; i++)
        {
            WordOf(element, elements[i] ?? throw new AbiException($"An element of {type} is missing.")).CopyTo(encoded.AsSpan(Hash256.Size * i));
        }

        return Keccak256.Hash(encoded);
    }

    private static IList ListOf(string type, object value) => value switch
    {
        AbiTuple tuple => tuple.ToArray(),
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).ToArray(),
        IList list => list,
        IEnumerable sequence and not string => sequence.Cast<object>().ToArray(),
        _ => throw new AbiException($"{AbiFormat.Value(value)} is no value of the type {type}."),
    };

    private object[] ValuesOf(string name, JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? [.. MembersOf(name).Select(member => json.TryGetProperty(member.Name, out var value)
            ? (object)value
            : throw new AbiException($"{name}.{member.Name} is missing."))]
        : throw new AbiException($"{json} is no {name}.");

    private void Collect(string name, SortedSet<string> found)
    {
        if (!found.Add(name))
        {
            return;
        }

        foreach (var (_, type) in MembersOf(name))
        {
            var bracket = type.IndexOf('[', StringComparison.Ordinal);
            var element = bracket < 0 ? type : type[..bracket];
            if (_structs.ContainsKey(element))
            {
                Collect(element, found);
            }
        }
    }

    private IReadOnlyList<(string Name, string Type)> MembersOf(string name) => _structs.GetValueOrDefault(name) ?? throw NoStruct(name);

    private static AbiException NoStruct(string name) => new($"There is no struct {name} in the typed data (EIP-712).");

    private static (string Name, string Type) Member(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 ? (parts[1], parts[0]) : throw new AbiException($"'{text}' is no member of a struct: a type and a name were expected.");
    }
}
