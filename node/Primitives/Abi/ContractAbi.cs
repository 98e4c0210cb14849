using System.Buffers.Binary;
using System.Text.Json;

namespace PoaSidechain.Primitives.Abi;

/// <summary>The interface of a contract, loaded from the JSON that compilers write. Thread: any; immutable.</summary>
public sealed class ContractAbi
{
    private readonly Dictionary<string, AbiFunction[]> _functions;
    private readonly Dictionary<string, AbiEvent> _events;
    private readonly Dictionary<uint, AbiFunction> _functionsBySelector;
    private readonly Dictionary<uint, AbiError> _errorsBySelector;
    private readonly Dictionary<Hash256, AbiEvent> _eventsByTopic;

    private ContractAbi(IReadOnlyList<AbiParameter> constructorInputs, List<AbiFunction> functions, List<AbiEvent> events, List<AbiError> errors)
    {
        ConstructorInputs = constructorInputs;
        Functions = functions;
        Events = events;
        Errors = errors;
        _functions = functions.GroupBy(f => f.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _functionsBySelector = functions.DistinctBy(f => f.SelectorNumber).ToDictionary(f => f.SelectorNumber);
        _events = events.DistinctBy(e => e.Name, StringComparer.Ordinal).ToDictionary(e => e.Name, StringComparer.Ordinal);
        _eventsByTopic = events.Where(e => !e.IsAnonymous).DistinctBy(e => e.Topic).ToDictionary(e => e.Topic);
        _errorsBySelector = errors.Append(AbiError.Reason).Append(AbiError.Panic).DistinctBy(e => e.SelectorNumber).ToDictionary(e => e.SelectorNumber);
    }

    /// <summary>Parameters of the constructor.</summary>
    public IReadOnlyList<AbiParameter> ConstructorInputs { get; }

    /// <summary>All functions.</summary>
    public IReadOnlyList<AbiFunction> Functions { get; }

    /// <summary>All events.</summary>
    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>All custom errors.</summary>
    public IReadOnlyList<AbiError> Errors { get; }

    /// <summary>Reads the ABI array, or an object that has it under "abi" (an artifact).</summary>
    /// <exception cref="AbiException">The text is no ABI.</exception>
    public static ContractAbi Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return FromJson(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new AbiException($"The ABI is not JSON: {e.Message}");
        }
    }

    /// <summary>The function of a name, or of a whole signature where the name is overloaded.</summary>
    /// <exception cref="AbiException">There is none, or there are several.</exception>
    public AbiFunction Function(string nameOrSignature)
    {
        var name = nameOrSignature.Split('(')[0];
        var candidates = _functions.GetValueOrDefault(name, []);
        var found = name == nameOrSignature ? candidates : [.. candidates.Where(f => f.Signature == nameOrSignature)];
        return found.Length == 1
            ? found[0]
            : throw new AbiException(found.Length == 0
                ? $"The contract has no function {nameOrSignature}."
                : $"The contract has several functions {name}: {string.Join(", ", (object[])found)}.");
    }

    /// <summary>The event of a name.</summary>
    /// <exception cref="AbiException">There is none.</exception>
    public AbiEvent Event(string name) => _events.GetValueOrDefault(name) ?? throw new AbiException($"The contract has no event {name}.");

    /// <summary>The error of a name.</summary>
    /// <exception cref="AbiException">There is none.</exception>
    public AbiError Error(string name) =>
        Errors.FirstOrDefault(error => error.Name == name) ?? throw new AbiException($"The contract has no error {name}.");

    /// <summary>The function that call data names by its selector; null when it is none of this contract.</summary>
    public AbiFunction? FunctionOf(ReadOnlySpan<byte> callData) => callData.Length < AbiFunction.SelectorLength
        ? null
        : _functionsBySelector.GetValueOrDefault(BinaryPrimitives.ReadUInt32BigEndian(callData));

    /// <summary>The event of a log's first topic; null when it is none of this contract.</summary>
    public AbiEvent? EventOf(in Hash256 topic) => _eventsByTopic.GetValueOrDefault(topic);

    /// <summary>Revert data decoded by this contract's errors and Solidity's own two; false when it is none of them.</summary>
    public bool TryDecodeError(ReadOnlySpan<byte> data, out AbiError error, out AbiTuple arguments)
    {
        error = AbiError.Reason;
        arguments = new AbiTuple([]);
        if (data.Length < AbiFunction.SelectorLength
            || !_errorsBySelector.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(data), out var found)
            || !found.TryDecode(data, out arguments))
        {
            return false;
        }

        error = found;
        return true;
    }

    /// <summary>Revert data as a person reads it: the error with its arguments, or the bytes.</summary>
    public string DescribeError(ReadOnlySpan<byte> data)
    {
        if (!TryDecodeError(data, out var error, out var arguments))
        {
            return data.IsEmpty ? "reverted without a reason" : $"reverted with {Hex.Encode(data)}";
        }

        return error == AbiError.Reason ? arguments.Get<string>(0) : error.Name + arguments;
    }

    internal static ContractAbi FromJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("abi", out var abi))
        {
            json = abi;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw new AbiException("An ABI is an array of functions, events and errors.");
        }

        IReadOnlyList<AbiParameter> constructor = [];
        var (functions, events, errors) = (new List<AbiFunction>(), new List<AbiEvent>(), new List<AbiError>());
        foreach (var entry in json.EnumerateArray())
        {
            switch (Text(entry, "type", "function"))
            {
                case "constructor": constructor = Parameters(entry, "inputs"); break;
                case "event": events.Add(new AbiEvent(Text(entry, "name", ""), Parameters(entry, "inputs"), Flag(entry, "anonymous"))); break;
                case "error": errors.Add(new AbiError(Text(entry, "name", ""), Parameters(entry, "inputs"))); break;
                case "function":
                    functions.Add(new AbiFunction(Text(entry, "name", ""), Parameters(entry, "inputs"), Parameters(entry, "outputs"), MutabilityOf(entry)));
                    break;
            }
        }

        return new ContractAbi(constructor, functions, events, errors);
    }

    private static string MutabilityOf(JsonElement entry)
    {
        var old = Flag(entry, "constant") ? "view" : Flag(entry, "payable") ? "payable" : "nonpayable"; // before Solidity 0.4.16
        return Text(entry, "stateMutability", old);
    }

    private static AbiParameter[] Parameters(JsonElement entry, string key)
    {
        try
        {
            return entry.TryGetProperty(key, out var list) ? [.. list.EnumerateArray().Select(AbiTypeParser.FromJson)] : [];
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new AbiException($"'{key}' of '{Text(entry, "name", "")}' is no list of parameters: {e.Message}");
        }
    }

    private static string Text(JsonElement entry, string key, string otherwise) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : otherwise;

    private static bool Flag(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.True;
}
