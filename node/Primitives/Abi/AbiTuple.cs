using System.Collections;

namespace PoaSidechain.Primitives.Abi;

/// <summary>Decoded values with their names: what a call returned, what an event tells, a struct.</summary>
/// <remarks>
/// Values are: <see cref="UInt256"/> for uintN, and for intN in two's complement; <see cref="Address"/>; <see cref="bool"/>;
/// <see cref="Hash256"/> for bytes32; <see cref="ReadOnlyMemory{T}"/> of bytes for other bytesN and for bytes; <see cref="string"/>;
/// <see cref="object"/>[] for arrays; <see cref="AbiTuple"/> for tuples. Thread: any.
/// </remarks>
public sealed class AbiTuple : IReadOnlyList<object>
{
    private readonly object[] _values;

    /// <summary>Values in the order of their parameters.</summary>
    public AbiTuple(IReadOnlyList<AbiParameter> parameters, params object[] values)
    {
        Parameters = parameters;
        _values = values.Length == parameters.Count
            ? values
            : throw new AbiException($"{parameters.Count} values were expected, {values.Length} were given.");
    }

    /// <summary>Names and types.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>Number of values.</summary>
    public int Count => _values.Length;

    /// <summary>The value at a position.</summary>
    public object this[int index] => _values[index];

    /// <summary>The value of a name.</summary>
    public object this[string name] => _values[IndexOf(name)];

    /// <summary>The value at a position as a type; a number may also be asked for as <see cref="ulong"/>.</summary>
    /// <exception cref="AbiException">The value is of another type, or does not fit.</exception>
    public T Get<T>(int index) => Cast<T>(_values[index], Parameters[index].ToString());

    /// <summary>The value of a name as a type; a number may also be asked for as <see cref="ulong"/>.</summary>
    /// <exception cref="AbiException">There is no such name, or the value is of another type, or does not fit.</exception>
    public T Get<T>(string name) => Get<T>(IndexOf(name));

    /// <summary>The elements of an array as a type.</summary>
    public IReadOnlyList<T> GetList<T>(string name) => [.. Get<object[]>(name).Select(element => Cast<T>(element, name))];

    /// <summary>The elements of an array as a type.</summary>
    public IReadOnlyList<T> GetList<T>(int index) => [.. Get<object[]>(index).Select(element => Cast<T>(element, Parameters[index].ToString()))];

    /// <inheritdoc/>
    public IEnumerator<object> GetEnumerator() => ((IEnumerable<object>)_values).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The values in brackets, with their names.</summary>
    public override string ToString() => AbiFormat.Tuple(this);

    private static T Cast<T>(object value, string place) => value switch
    {
        T asked => asked,
        UInt256 { FitsUInt64: true } number when typeof(T) == typeof(ulong) => (T)(object)number.Low64,
        _ => throw new AbiException($"{place} is no {typeof(T).Name}: {AbiFormat.Value(value)}."),
    };

    private int IndexOf(string name)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == name)
            {
                return i;
            }
        }

        throw new AbiException($"There is no value named '{name}' in ({string.Join(", ", Parameters)}).");
    }
}
