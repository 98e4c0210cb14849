using System.Buffers.Binary;
using System.Text;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Abi;

/// <summary>A custom error of a contract, or one of Solidity's own two. Thread: any; immutable.</summary>
public sealed class AbiError
{
    private readonly byte[] _selector;

    /// <summary>From a name and parameters.</summary>
    public AbiError(string name, IReadOnlyList<AbiParameter> inputs)
    {
        Name = name;
        Inputs = inputs;
        Signature = AbiFunction.SignatureOf(name, inputs);
        _selector = Keccak256.Hash(Encoding.UTF8.GetBytes(Signature)).Bytes[..AbiFunction.SelectorLength].ToArray();
    }

    /// <summary>What <c>require</c> and <c>revert</c> with a text give.</summary>
    public static AbiError Reason { get; } = new("Error", [new AbiParameter("reason", AbiType.Text)]);

    /// <summary>What a failed <c>assert</c>, an overflow or a division by zero gives.</summary>
    public static AbiError Panic { get; } = new("Panic", [new AbiParameter("code", AbiType.UInt256)]);

    /// <summary>The name alone.</summary>
    public string Name { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>The canonical form, such as <c>QuorumNotReached(uint256,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of the revert data.</summary>
    public ReadOnlyMemory<byte> Selector => _selector;

    /// <summary>The arguments of revert data; false when it is not of this error.</summary>
    public bool TryDecode(ReadOnlySpan<byte> data, out AbiTuple arguments)
    {
        arguments = new AbiTuple([]);
        return data.StartsWith(_selector) && AbiDecoder.TryDecode(Inputs, data[AbiFunction.SelectorLength..], out arguments, out _);
    }

    /// <summary>Revert data: for tests and stand-ins.</summary>
    public byte[] Encode(params object[] arguments) => [.. _selector, .. AbiEncoder.Encode(Inputs, arguments)];

    /// <summary>The signature.</summary>
    public override string ToString() => Signature;

    internal uint SelectorNumber => BinaryPrimitives.ReadUInt32BigEndian(_selector);
}
