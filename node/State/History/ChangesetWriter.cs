using System.Buffers;
using System.Buffers.Binary;
using PoaSidechain.Primitives;

namespace PoaSidechain.State.History;

/// <summary>Writes what accounts and slots were before a block: see <see cref="ChangesetReader"/> for the form.</summary>
/// <remarks>Reused from block to block. Thread: one at a time.</remarks>
internal sealed class ChangesetWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 12);
    private int _slotCountAt;
    private int _slotCount;
    private bool _isAccountOpen;

    /// <summary>The changeset; valid until <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            EndAccount();
            return _buffer.WrittenSpan;
        }
    }

    /// <summary>Starts a changeset.</summary>
    /// <param name="isIndexed">True when each entry is also in the index of old values.</param>
    public void Begin(bool isIndexed)
    {
        _buffer.ResetWrittenCount();
        _isAccountOpen = false;
        _buffer.GetSpan(1)[0] = isIndexed ? (byte)1 : (byte)0;
        _buffer.Advance(1);
    }

    /// <summary>Writes an account; its slots follow.</summary>
    public void AddAccount(in Hash256 addressHash, ReadOnlySpan<byte> flat)
    {
        EndAccount();
        var target = _buffer.GetSpan(Hash256.Size + 1 + flat.Length + sizeof(int));
        addressHash.CopyTo(target);
        target[Hash256.Size] = (byte)flat.Length;
        flat.CopyTo(target[(Hash256.Size + 1)..]);
        _buffer.Advance(Hash256.Size + 1 + flat.Length + sizeof(int));
        _slotCountAt = _buffer.WrittenCount - sizeof(int);
        _slotCount = 0;
        _isAccountOpen = true;
    }

    /// <summary>Writes a slot of the account written last.</summary>
    public void AddSlot(in Hash256 slotHash, ReadOnlySpan<byte> flat)
    {
        var target = _buffer.GetSpan(Hash256.Size + 1 + flat.Length);
        slotHash.CopyTo(target);
        target[Hash256.Size] = (byte)flat.Length;
        flat.CopyTo(target[(Hash256.Size + 1)..]);
        _buffer.Advance(Hash256.Size + 1 + flat.Length);
        _slotCount++;
    }

    private void EndAccount()
    {
        if (_isAccountOpen)
        {
            var written = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span;
            BinaryPrimitives.WriteInt32BigEndian(written[_slotCountAt..], _slotCount);
            _isAccountOpen = false;
        }
    }
}
