using System.Text;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Abi;

/// <summary>An event of a contract. Thread: any; immutable.</summary>
public sealed class AbiEvent
{
    /// <summary>From a name and parameters.</summary>
    public AbiEvent(string name, IReadOnlyList<AbiParameter> inputs, bool isAnonymous = false)
    {
        Name = name;
        Inputs = inputs;
        IsAnonymous = isAnonymous;
        Signature = AbiFunction.SignatureOf(name, inputs);
        Topic = Keccak256.Hash(Encoding.UTF8.GetBytes(Signature));
    }

    /// <summary>The name alone.</summary>
    public string Name { get; }

    /// <summary>The parameters; indexed ones stand in topics.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>True when the first topic is not that of the event.</summary>
    public bool IsAnonymous { get; }

    /// <summary>The canonical form, such as <c>Transfer(address,address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first topic: Keccak-256 of the signature.</summary>
    public Hash256 Topic { get; }

    /// <summary>Reads <c>Transfer(address indexed from,address indexed to,uint256 value)</c>.</summary>
    public static AbiEvent Parse(string text)
    {
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0
            ? new AbiEvent(text[..bracket].Trim(), AbiTypeParser.ParseParameters(text[bracket..]))
            : throw new AbiException($"'{text}' is no event: a name and its parameters in brackets were expected.");
    }

    /// <summary>The topics of a log filter: this event with the given indexed arguments, null for any.</summary>
    public Hash256?[] EncodeTopics(params object?[] indexed)
    {
        var parameters = Inputs.Where(input => input.IsIndexed).ToArray();
        if (indexed.Length > parameters.Length)
        {
            throw new AbiException($"{Signature} has {parameters.Length} indexed parameters, {indexed.Length} values were given.");
        }

        var topics = indexed.Select((value, i) => value is null ? (Hash256?)null : TopicOf(parameters[i].Type, value));
        return [.. IsAnonymous ? topics : topics.Prepend(Topic)];
    }

    /// <summary>True when a log's first topic and number of topics are those of this event.</summary>
    public bool Matches(Log log)
    {
        var topics = log.Topics.Span;
        return topics.Length == Inputs.Count(input => input.IsIndexed) + (IsAnonymous ? 0 : 1)
            && (IsAnonymous || topics[0] == Topic);
    }

    /// <summary>The arguments of a log. An indexed argument of more than a word is only there as its Keccak-256 (a <see cref="Hash256"/>).</summary>
    /// <exception cref="AbiException">The log is not of this event, or malformed.</exception>
    public AbiTuple Decode(Log log)
    {
        if (!Matches(log))
        {
            throw new AbiException($"The log is not of {Signature}.");
        }

        var topic = IsAnonymous ? 0 : 1;
        var inData = Inputs.Where(input => !input.IsIndexed).ToArray();
        var data = AbiDecoder.Decode(inData, log.Data.Span);
        var next = 0;
        var values = new object[Inputs.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Inputs[i].IsIndexed ? FromTopic(Inputs[i].Type, log.Topics.Span[topic++]) : data[next++];
        }

        return new AbiTuple(Inputs, values);
    }

    /// <summary>The signature.</summary>
    public override string ToString() => Signature;

    private static Hash256 TopicOf(AbiType type, object value) => type.Kind switch
    {
        AbiKind.Bytes => Keccak256.Hash(AbiWord.BytesOf(type, value)),
        AbiKind.Text => Keccak256.Hash(Encoding.UTF8.GetBytes(value as string ?? throw AbiWord.Unfit(type, value))),
        AbiKind.Array or AbiKind.FixedArray or AbiKind.Tuple => value is Hash256 hash ? hash : throw AbiWord.Unfit(type, value),
        _ => AbiEncoder.EncodeWord(type, value),
    };

    private static object FromTopic(AbiType type, in Hash256 topic) =>
        type.Kind is AbiKind.Bytes or AbiKind.Text or AbiKind.Array or AbiKind.FixedArray or AbiKind.Tuple ? topic : AbiWord.Read(type, topic.Bytes);
}
