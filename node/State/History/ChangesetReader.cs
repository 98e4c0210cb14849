using System.Buffers.Binary;
using PoaSidechain.Primitives;

namespace PoaSidechain.State.History;

/// <summary>Reads a changeset: what a block's accounts and slots were before it.</summary>
/// <remarks>
/// Form: <c>flags(1)</c>, 1 if indexed; then for each account <c>addressHash(32) length(1) account slotCount(4)</c> and for each of its
/// slots
/// <c>slotHash(32) length(1) value</c>. Length 0: there was no such account, the slot was 0. A forward cursor.
/// </remarks>
internal ref struct ChangesetReader(ReadOnlySpan<byte> changeset)
{
    private ReadOnlySpan<byte> _rest = changeset[1..];
    private int _slots;

    /// <summary>True when each entry is also in the index of old values.</summary>
    public readonly bool IsIndexed { get; } = changeset[0] == 1;

    /// <summary>The account or slot that was read last.</summary>
    public Hash256 Hash { get; private set; }

    /// <summary>Its flat form before the block; empty for none.</summary>
    public ReadOnlySpan<byte> Before { get; private set; }

    /// <summary>The next account, over slots that were not read.</summary>
    public bool TryReadAccount()
    {
        while (TryReadSlot())
        {
            // stepped over
        }

        if (_rest.IsEmpty)
        {
            return false;
        }

        ReadEntry();
        _slots = BinaryPrimitives.ReadInt32BigEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return true;
    }

    /// <summary>The next slot of the account.</summary>
    public bool TryReadSlot()
    {
        if (_slots == 0)
        {
            return false;
        }

        _slots--;
        ReadEntry();
        return true;
    }

    private void ReadEntry()
    {
        Hash = new Hash256(_rest[..Hash256.Size]);
        var length = _rest[Hash256.Size];
        Before = _rest.Slice(Hash256.Size + 1, length);
        _rest = _rest[(Hash256.Size + 1 + length)..];
    }
}
