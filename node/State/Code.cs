using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State;

/// <summary>The code of a contract with its jump destinations (Yellow Paper section 9.4.3), found on first use and kept.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
public sealed class Code
{
    /// <summary>Zero bytes (STOP) behind the code, so that an interpreter may read a PUSH32's data without checking for the end.</summary>
    public const int Padding = 33;

    private readonly byte[] _padded;
    private ulong[]? _jumpDestinations;

    /// <summary>Copies the code; the hash is computed when not given.</summary>
    public Code(ReadOnlySpan<byte> code, Hash256? hash = null)
    {
        Length = code.Length;
        _padded = new byte[code.Length + Padding];
        code.CopyTo(_padded);
        Hash = hash ?? Keccak256.Hash(code);
    }

    /// <summary>No code.</summary>
    public static Code Empty { get; } = new([], Keccak256.OfEmptyString);

    /// <summary>Length in bytes, without padding.</summary>
    public int Length { get; }

    /// <summary>Keccak-256 of the code.</summary>
    public Hash256 Hash { get; }

    /// <summary>The code.</summary>
    public ReadOnlyMemory<byte> Bytes => _padded.AsMemory(0, Length);

    /// <summary>The code followed by <see cref="Padding"/> zero bytes.</summary>
    public byte[] Padded => _padded;

    /// <summary>The account whose code is to be run instead, when this is a delegation (EIP-7702: 0xef0100 || address).</summary>
    public bool TryGetDelegation(out Address target)
    {
        var isDelegation = Length == 23 && _padded is [0xef, 0x01, 0x00, ..];
        target = isDelegation ? new Address(_padded.AsSpan(3, Address.Size)) : default;
        return isDelegation;
    }

    /// <summary>True when <paramref name="position"/> holds a JUMPDEST that is not data of a PUSH.</summary>
    public bool IsJumpDestination(in UInt256 position) =>
        position.FitsUInt64 && position.Low64 < (ulong)Length && IsJumpDestination((int)position.Low64);

    /// <summary>True when <paramref name="position"/>, which is within the code, holds a JUMPDEST that is not data of a PUSH.</summary>
    public bool IsJumpDestination(int position)
    {
        var destinations = _jumpDestinations ??= FindJumpDestinations();
        return ((destinations[position >> 6] >> (position & 63)) & 1) != 0;
    }

    private ulong[] FindJumpDestinations()
    {
        const byte JumpDest = 0x5b;
        const byte Push1 = 0x60;
        const byte Push32 = 0x7f;
        var destinations = new ulong[(Length >> 6) + 1];
        for (var i = 0; i < Length; i++)
        {
            var opcode = _padded[i];
            if (opcode == JumpDest)
            {
                destinations[i >> 6] |= 1UL << (i & 63);
            }
            else if (opcode is >= Push1 and <= Push32)
            {
                i += opcode - Push1 + 1;
            }
        }

        return destinations;
    }
}
