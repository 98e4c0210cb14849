using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>Puts code together, instruction by instruction.</summary>
internal sealed class EvmCode
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public static EvmCode Start => new();

    public byte[] Bytes => [.. _bytes];

    /// <summary>The shortest PUSH of a number, PUSH1 for 0.</summary>
    public EvmCode Push(UInt256 value)
    {
        var length = Math.Max(value.ByteLength, 1);
        var word = value.ToHash256().ToArray();
        _bytes.Add((byte)((int)Opcode.Push0 + length));
        _bytes.AddRange(word.AsSpan(32 - length));
        return this;
    }

    public EvmCode Push(Address address)
    {
        _bytes.Add((byte)Opcode.Push20);
        _bytes.AddRange(address.ToArray());
        return this;
    }

    public EvmCode Op(params ReadOnlySpan<Opcode> opcodes)
    {
        foreach (var opcode in opcodes)
        {
            _bytes.Add((byte)opcode);
        }

        return this;
    }

    public EvmCode Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Returns the top item as a word.</summary>
    public EvmCode ReturnTop() => Push(0).Op(Opcode.MStore).Push(32).Push(0).Op(Opcode.Return);

    /// <summary>Writes bytes to memory from 0 on, word by word.</summary>
    public EvmCode Store(ReadOnlySpan<byte> bytes)
    {
        Span<byte> word = stackalloc byte[32];
        for (var i = 0; i < bytes.Length; i += 32)
        {
            word.Clear();
            bytes.Slice(i, Math.Min(32, bytes.Length - i)).CopyTo(word);
            Push(UInt256.FromBigEndian(word)).Push(i).Op(Opcode.MStore);
        }

        return this;
    }

    /// <summary>A call without input and output; its success is left on the stack.</summary>
    public EvmCode Call(Opcode kind, Address target, UInt256 gas, UInt256 value = default)
    {
        Push(0).Push(0).Push(0).Push(0);
        if (kind is Opcode.Call or Opcode.CallCode)
        {
            Push(value);
        }

        return Push(target).Push(gas).Op(kind);
    }

    /// <summary>Init code that deploys a code, copied from behind itself.</summary>
    public static byte[] Deploying(ReadOnlySpan<byte> code)
    {
        const int PrologueLength = 12;
        var prologue = Start.Raw((byte)Opcode.Push2, (byte)(code.Length >> 8), (byte)code.Length)
            .Op(Opcode.Dup1).Push(PrologueLength).Push(0).Op(Opcode.CodeCopy).Push(0).Op(Opcode.Return);
        if (prologue.Length != PrologueLength)
        {
            throw new InvalidOperationException($"The prologue has {prologue.Length} bytes.");
        }

        return [.. prologue.Bytes, .. code];
    }
}
