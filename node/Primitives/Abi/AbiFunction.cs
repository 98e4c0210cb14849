using System.Buffers.Binary;
using System.Text;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Abi;

/// <summary>A function of a contract. Thread: any; immutable.</summary>
public sealed class AbiFunction
{
    /// <summary>Length of a selector in bytes.</summary>
    public const int SelectorLength = 4;

    private readonly byte[] _selector;

    /// <summary>From a name, parameters and results.</summary>
    public AbiFunction(string name, IReadOnlyList<AbiParameter> inputs, IReadOnlyList<AbiParameter> outputs, string stateMutability = "nonpayable")
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        StateMutability = stateMutability;
        Signature = SignatureOf(name, inputs);
        _selector = Keccak256.Hash(Encoding.UTF8.GetBytes(Signature)).Bytes[..SelectorLength].ToArray();
    }

    /// <summary>The name alone.</summary>
    public string Name { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>What a call returns.</summary>
    public IReadOnlyList<AbiParameter> Outputs { get; }

    /// <summary>pure, view, nonpayable or payable.</summary>
    public string StateMutability { get; }

    /// <summary>The canonical form, such as <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of a call: of Keccak-256 of the signature.</summary>
    public ReadOnlyMemory<byte> Selector => _selector;

    /// <summary>Reads <c>transfer(address to,uint256 amount) returns (bool)</c>; what is returned may be left out.</summary>
    public static AbiFunction Parse(string text)
    {
        var returns = text.IndexOf(" returns", StringComparison.Ordinal);
        var head = returns < 0 ? text : text[..returns];
        var bracket = head.IndexOf('(', StringComparison.Ordinal);
        if (bracket <= 0)
        {
            throw new AbiException($"'{text}' is no function: a name and its parameters in brackets were expected.");
        }

        var outputs = returns < 0 ? [] : AbiTypeParser.ParseParameters(text[(returns + " returns".Length)..]);
        return new AbiFunction(head[..bracket].Trim(), AbiTypeParser.ParseParameters(head[bracket..]), outputs);
    }

    /// <summary>The data of a call.</summary>
    /// <exception cref="AbiException">An argument does not fit its type.</exception>
    public byte[] EncodeCall(params object[] arguments) => [.. _selector, .. AbiEncoder.Encode(Inputs, arguments)];

    /// <summary>The arguments of a call's data.</summary>
    /// <exception cref="AbiException">The data calls another function, or its arguments are malformed.</exception>
    public AbiTuple DecodeCall(ReadOnlySpan<byte> data) => data.StartsWith(_selector)
        ? AbiDecoder.Decode(Inputs, data[SelectorLength..])
        : throw new AbiException($"The data is no call of {Signature}.");

    /// <summary>What a call returned.</summary>
    /// <exception cref="AbiException">The data is malformed; empty data most often means that no contract is there.</exception>
    public AbiTuple DecodeResult(ReadOnlySpan<byte> data) => data.IsEmpty && Outputs.Count > 0
        ? throw new AbiException($"{Signature} returned nothing: there is no such contract, or it has no such function.")
        : AbiDecoder.Decode(Outputs, data);

    /// <summary>The data that a call of this function returns: for tests and stand-ins.</summary>
    public byte[] EncodeResult(params object[] results) => AbiEncoder.Encode(Outputs, results);

    /// <summary>The signature.</summary>
    public override string ToString() => Signature;

    internal uint SelectorNumber => BinaryPrimitives.ReadUInt32BigEndian(_selector);

    internal static string SignatureOf(string name, IReadOnlyList<AbiParameter> inputs) =>
        $"{name}({string.Join(',', inputs.Select(input => input.Type))})";
}
