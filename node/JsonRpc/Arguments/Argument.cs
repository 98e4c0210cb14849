using System.Text.Json;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>How one parameter of a method is read from JSON.</summary>
/// <param name="parse">Reads a value.</param>
internal sealed class Argument<T>(ArgumentParser<T> parse) : IArgument
{
    private readonly ArgumentParser<T> _parse = parse;

    /// <inheritdoc/>
    public Type Type => typeof(T);

    /// <inheritdoc/>
    public bool IsOptional { get; private init; }

    /// <inheritdoc/>
    public bool IsInjected => Injected is not null;

    /// <summary>What stands for an argument that was left out.</summary>
    public T Default { get; private init; } = default!;

    /// <summary>Takes the value from the call's surroundings; null for a parameter that comes from JSON.</summary>
    public Func<RpcCallInfo, T>? Injected { get; init; }

    /// <summary>Reads the value on whose first token the reader stands, to its last token.</summary>
    public ArgumentError? Parse(ref Utf8JsonReader reader, out T value)
    {
        if (IsOptional && reader.TokenType == JsonTokenType.Null)
        {
            value = Default;
            return null;
        }

        return _parse(ref reader, out value);
    }

    /// <summary>The same parameter where it may be left out.</summary>
    public Argument<T> Or(T value) => new(_parse) { IsOptional = true, Default = value };

    /// <summary>The same parameter with its value changed.</summary>
    public Argument<TOther> Select<TOther>(Func<T, TOther> select) => new((ref Utf8JsonReader reader, out TOther value) =>
    {
        var error = _parse(ref reader, out var read);
        value = error is null ? select(read) : default!;
        return error;
    });
}
