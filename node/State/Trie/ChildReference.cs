using System.Runtime.CompilerServices;

namespace PoaSidechain.State.Trie;

/// <summary>How a parent names a child: nothing, the node itself when it is short, or its hash, which may be still to come.</summary>
internal struct ChildReference
{
    private const int HashItemLength = 33;
    private Buffer _bytes;

    /// <summary>Bytes the reference takes in the parent, RLP header included.</summary>
    public int Length { get; private set; }

    /// <summary>Number of the hash to come in the <see cref="HashQueue"/>, or -1.</summary>
    public int PendingHash { get; private set; }

    /// <summary>The bytes in the parent; of a hash to come only the length counts.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_bytes)[..Length];

    /// <summary>No child.</summary>
    public void SetEmpty() => Set([0x80]);

    /// <summary>A reference as it stands, or the RLP of a node shorter than 32 bytes.</summary>
    public void Set(ReadOnlySpan<byte> item)
    {
        item.CopyTo(_bytes);
        Length = item.Length;
        PendingHash = -1;
    }

    /// <summary>A hash that the queue will put into the parent.</summary>
    public void SetPending(int hash)
    {
        _bytes[0] = 0xa0;
        Length = HashItemLength;
        PendingHash = hash;
    }

    [InlineArray(HashItemLength)]
    private struct Buffer
    {
        private byte _first;
    }
}
