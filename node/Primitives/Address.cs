using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives;

/// <summary>A 20-byte account address: the last 20 bytes of Keccak-256 of a public key, or a contract's (Yellow Paper section 7).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = Size)]
public readonly struct Address : IEquatable<Address>, IComparable<Address>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 20;

    private readonly ulong _w0;
    private readonly ulong _w1;
    private readonly uint _w2;

    /// <summary>Copies exactly 20 bytes.</summary>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"An address has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        this = MemoryMarshal.Read<Address>(bytes);
    }

    /// <summary>20 zero bytes.</summary>
    public static Address Zero => default;

    /// <summary>True for 20 zero bytes.</summary>
    public bool IsZero => (_w0 | _w1 | _w2) == 0;

    /// <summary>The bytes, in order; valid as long as the variable is.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<Address>(in this));

    /// <summary>An address whose last byte(s) hold a small number: precompiles, test accounts.</summary>
    public static Address FromNumber(ulong number)
    {
        Span<byte> bytes = stackalloc byte[Size];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], number);
        return new Address(bytes);
    }

    /// <summary>The low 160 bits of a 256-bit word, as the EVM takes addresses from its stack.</summary>
    public static Address FromWord(in UInt256 word)
    {
        Span<byte> bytes = stackalloc byte[32];
        word.WriteBigEndian(bytes);
        return new Address(bytes[12..]);
    }

    /// <summary>The address left-padded with zeros to a 256-bit word.</summary>
    public UInt256 ToWord()
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes[..12].Clear();
        Bytes.CopyTo(bytes[12..]);
        return UInt256.FromBigEndian(bytes);
    }

    /// <summary>Reads 0x-prefixed or bare hex of exactly 40 digits, any case (EIP-55 checksums are not demanded).</summary>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not 20 bytes of hex.");

    /// <summary>Reads 0x-prefixed or bare hex of exactly 40 digits, any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var ok = Hex.TryDecodeExact(text, bytes);
        address = ok ? new Address(bytes) : default;
        return ok;
    }

    /// <summary>Writes the 20 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <summary>A copy as an array.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(Address other) => ((_w0 ^ other._w0) | (_w1 ^ other._w1) | (_w2 ^ other._w2)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <summary>Differs from process to process: addresses can be ground by strangers.</summary>
    public override int GetHashCode() => HashSeed.Mix(_w0, _w1, _w2, 0);

    /// <summary>Ascending byte order: the order of Clique signer lists (EIP-225).</summary>
    public int CompareTo(Address other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <summary>Lower-case hex with 0x.</summary>
    public override string ToString() => Hex.Encode(Bytes);

    /// <summary>Mixed-case hex with the EIP-55 checksum.</summary>
    public string ToChecksumString()
    {
        Span<char> text = stackalloc char[42];
        Hex.Encode(Bytes, text);
        Span<byte> ascii = stackalloc byte[40];
        for (var i = 0; i < 40; i++)
        {
            ascii[i] = (byte)text[i + 2];
        }

        var hash = Keccak256.Hash(ascii);
        var digest = hash.Bytes;
        for (var i = 0; i < 40; i++)
        {
            var nibble = (i & 1) == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15;
            if (nibble >= 8)
            {
                text[i + 2] = char.ToUpperInvariant(text[i + 2]);
            }
        }

        return text.ToString();
    }

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Byte order.</summary>
    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    /// <summary>Byte order.</summary>
    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    /// <summary>Byte order.</summary>
    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order.</summary>
    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;
}
