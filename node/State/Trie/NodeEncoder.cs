namespace PoaSidechain.State.Trie;

/// <summary>Writes nodes as RLP into an arena, leaving room for hashes that are still to come.</summary>
internal sealed class NodeEncoder(ByteArena arena, HashQueue hashes)
{
    private const int BranchWidth = 16;

    /// <summary>Writes [path, value].</summary>
    public int Leaf(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value, out int length)
    {
        var pathLength = PathItemLength(path);
        var payload = pathLength + StringLength(value);
        var address = BeginList(payload, out var target, out length);
        WritePath(target, path, isLeaf: true);
        WriteString(target[pathLength..], value);
        return address;
    }

    /// <summary>Writes [path, child].</summary>
    public int Extension(ReadOnlySpan<byte> path, ref readonly ChildReference child, out int length)
    {
        var pathLength = PathItemLength(path);
        var payload = pathLength + child.Length;
        var address = BeginList(payload, out var target, out length);
        WritePath(target, path, isLeaf: false);
        WriteChild(target[pathLength..], in child, address + length - child.Length);
        return address;
    }

    /// <summary>Writes 16 children and a value.</summary>
    public int Branch(ReadOnlySpan<ChildReference> children, ReadOnlySpan<byte> value, out int length)
    {
        var payload = StringLength(value);
        for (var i = 0; i < BranchWidth; i++)
        {
            payload += children[i].Length;
        }

        var address = BeginList(payload, out var target, out length);
        var position = address + length - payload;
        for (var i = 0; i < BranchWidth; i++)
        {
            WriteChild(target, in children[i], position);
            target = target[children[i].Length..];
            position += children[i].Length;
        }

        WriteString(target, value);
        return address;
    }

    private void WriteChild(Span<byte> target, ref readonly ChildReference child, int position)
    {
        child.Bytes.CopyTo(target);
        if (child.PendingHash >= 0)
        {
            hashes.PatchInto(child.PendingHash, position + 1);
        }
    }

    private int BeginList(int payload, out Span<byte> target, out int length)
    {
        var header = HeaderLength(payload);
        length = header + payload;
        var address = arena.Allocate(length);
        var whole = arena.At(address, length);
        WriteHeader(whole, payload, 0xc0);
        target = whole[header..];
        return address;
    }

    private static int PathItemLength(ReadOnlySpan<byte> path)
    {
        var encoded = Nibbles.EncodedLength(path.Length);
        return encoded == 1 ? 1 : encoded + HeaderLength(encoded); // a lone flag byte is below 0x80 and so its own item
    }

    private static void WritePath(Span<byte> target, ReadOnlySpan<byte> path, bool isLeaf)
    {
        var encoded = Nibbles.EncodedLength(path.Length);
        if (encoded > 1)
        {
            WriteHeader(target, encoded, 0x80);
            target = target[HeaderLength(encoded)..];
        }

        Nibbles.Encode(path, isLeaf, target);
    }

    private static int StringLength(ReadOnlySpan<byte> value) => value is [< 0x80] ? 1 : HeaderLength(value.Length) + value.Length;

    private static void WriteString(Span<byte> target, ReadOnlySpan<byte> value)
    {
        if (value is not [< 0x80])
        {
            WriteHeader(target, value.Length, 0x80);
            target = target[HeaderLength(value.Length)..];
        }

        value.CopyTo(target);
    }

    private static int HeaderLength(int payload) => payload < 56 ? 1 : 1 + LengthOfLength(payload);

    private static int LengthOfLength(int payload) => payload < 1 << 8 ? 1 : payload < 1 << 16 ? 2 : payload < 1 << 24 ? 3 : 4;

    private static void WriteHeader(Span<byte> target, int payload, int offset)
    {
        if (payload < 56)
        {
            target[0] = (byte)(offset + payload);
            return;
        }

        var count = LengthOfLength(payload);
        target[0] = (byte)(offset + 55 + count);
        for (var i = count; i > 0; i--)
        {
            target[i] = (byte)payload;
            payload >>= 8;
        }
    }
}
