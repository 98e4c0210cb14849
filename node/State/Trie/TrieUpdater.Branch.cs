using System.Diagnostics;
using PoaSidechain.Primitives;

namespace PoaSidechain.State.Trie;

internal sealed partial class TrieUpdater
{
    private const int BranchWidth = 16;
    private const int MinHashedLength = 32;

    private static ReadOnlySpan<byte> EmptyReference => [0x80];

    /// <summary>
    /// A branch at a depth: one that is there, or one to be put where keys fork, with what was there (rest of a leaf or an extension) as a
    /// child.
    /// </summary>
    private PendingNode WalkBranch(int low, int high, int depth, TrieNode existing)
    {
        var path = _changes.Key(low)[..depth];
        var children = _frames[depth] ??= new ChildReference[BranchWidth];
        var isBranch = existing.Kind == TrieNodeKind.Branch;
        var items = existing.Items;
        var hasValueChange = _changes.Key(low).Length == depth;
        var next = hasValueChange ? low + 1 : low;
        var changed = false;
        var count = 0;
        PendingNode held = default; // not sealed before another child is seen: a lone child melts into this node
        for (var nibble = 0; nibble < BranchWidth; nibble++)
        {
            var start = next;
            next = _changes.EndOfGroup(start, high, depth, nibble);
            var reference = isBranch ? items.ReadRaw() : ReferenceOf(existing, nibble);
            var child = WalkGroup(start, next, new Fork(path, existing, nibble), reference);
            if (child.IsUnchanged)
            {
                children[nibble].Set(reference);
                count += IsEmptyReference(reference) ? 0 : 1;
                continue;
            }

            children[nibble].SetEmpty();
            changed |= !child.IsEmpty || !IsEmptyReference(reference);
            if (child.Kind != TrieNodeKind.Empty)
            {
                count++;
                SealHeld(held, depth, children);
                held = child;
            }
        }

        var before = isBranch ? items.ReadBytes() : ValueOf(existing);
        var value = hasValueChange ? _changes.Value(low) : before;
        if (isBranch && !changed && value.SequenceEqual(before))
        {
            return PendingNode.Unchanged;
        }

        if (count + (value.IsEmpty ? 0 : 1) >= 2)
        {
            SealHeld(held, depth, children);
            var address = _encoder.Branch(children, value, out var length);
            return PendingNode.Branch(path, address, length);
        }

        return count == 0 ? (value.IsEmpty ? PendingNode.Empty : PendingNode.Leaf(path, value))
            : held.Kind == TrieNodeKind.Empty ? Melt(path, children)
            : Lift(held, depth + 1, depth);
    }

    /// <summary>One child of a branch with the changes that concern it.</summary>
    private PendingNode WalkGroup(int low, int high, Fork fork, ReadOnlySpan<byte> reference)
    {
        var depth = fork.Path.Length + 1;
        if (!IsEmptyReference(reference))
        {
            return low == high ? PendingNode.Unchanged : WalkChild(low, high, depth, reference);
        }

        if (low == high)
        {
            return fork.IsRestHere ? RestOf(fork) : PendingNode.Unchanged;
        }

        var result = Walk(low, high, depth, fork.IsRestHere ? fork.Existing.Skip(1) : default);
        return fork.IsRestHere && result.IsUnchanged ? RestOf(fork) : result;
    }

    /// <summary>What is left of a leaf or extension below the branch that was put into it.</summary>
    private PendingNode RestOf(Fork fork)
    {
        var path = Join(fork.Path, fork.Existing.Prefix);
        return fork.Existing.Kind == TrieNodeKind.Leaf
            ? PendingNode.Leaf(path, fork.Existing.Payload)
            : PendingNode.Extension(path, fork.Existing.Payload);
    }

    /// <summary>A branch with one clean child left gives way to it.</summary>
    private PendingNode Melt(ReadOnlySpan<byte> path, ReadOnlySpan<ChildReference> children)
    {
        var nibble = 0;
        while (children[nibble].Length == 1)
        {
            nibble++;
        }

        var reference = _scratch.Take(children[nibble].Length);
        children[nibble].Bytes.CopyTo(reference);
        var childPath = Join(path, [(byte)nibble]);
        var child = Resolve(reference, childPath);
        if (child.Kind == TrieNodeKind.Branch)
        {
            return PendingNode.Extension(childPath, reference);
        }

        if (IsHash(reference))
        {
            Forget(childPath);
        }

        var whole = Join(childPath, child.Prefix);
        return child.Kind == TrieNodeKind.Leaf ? PendingNode.Leaf(whole, child.Payload) : PendingNode.Extension(whole, child.Payload);
    }

    private void SealHeld(PendingNode held, int depth, Span<ChildReference> children)
    {
        if (held.Kind != TrieNodeKind.Empty)
        {
            Seal(held, depth + 1, ref children[held.Path[depth]]);
        }
    }

    /// <summary>Writes a node that stands at a depth, and answers how its parent names it.</summary>
    private void Seal(PendingNode node, int depth, ref ChildReference reference)
    {
        var address = Encode(node, depth, out var length);
        if (length < MinHashedLength)
        {
            reference.Set(_arena.At(address, length));
            return;
        }

        _table?.Put(KeyOf(node.Path[..depth]), address, length);
        reference.SetPending(_hashes.Add(address, length, depth));
    }

    /// <summary>A root is hashed and stored however short it is.</summary>
    private int SealRoot(PendingNode node)
    {
        var address = Encode(node, 0, out var length);
        _table?.Put(KeyOf(default), address, length);
        var hash = _hashes.Add(address, length, 0);
        _hashes.KeepResult(hash);
        return hash;
    }

    private int Encode(PendingNode node, int depth, out int length)
    {
        length = node.Length;
        return node.Kind switch
        {
            TrieNodeKind.Leaf => _encoder.Leaf(node.Path[depth..], node.Value, out length),
            TrieNodeKind.Extension => _encoder.Extension(node.Path[depth..], in node.Child, out length),
            TrieNodeKind.Branch => node.Address,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Reads the node behind a reference that is not empty.</summary>
    private TrieNode Resolve(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> path) =>
        IsHash(reference) ? Load(path, reference[1..]) : TrieNode.Parse(reference, _scratch);

    private TrieNode Load(ReadOnlySpan<byte> path, ReadOnlySpan<byte> hash) =>
        TrieNode.Parse(_nodes.Load(KeyOf(path), hash, _scratch), _scratch);

    private void Forget(ReadOnlySpan<byte> path) => _table?.Remove(KeyOf(path));

    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> path)
    {
        path.CopyTo(_key.AsSpan(_prefixLength));
        return _key.AsSpan(0, _prefixLength + path.Length);
    }

    private ReadOnlySpan<byte> Join(scoped ReadOnlySpan<byte> start, scoped ReadOnlySpan<byte> end)
    {
        var joined = _scratch.Take(start.Length + end.Length);
        start.CopyTo(joined);
        end.CopyTo(joined[start.Length..]);
        return joined;
    }

    private static bool IsHash(ReadOnlySpan<byte> reference) => reference.Length == 1 + Hash256.Size;

    private static bool IsEmptyReference(ReadOnlySpan<byte> reference) => reference.Length == 1;

    /// <summary>An extension of one nibble leads straight to its child.</summary>
    private static ReadOnlySpan<byte> ReferenceOf(TrieNode existing, int nibble) =>
        existing.Kind == TrieNodeKind.Extension && existing.Prefix.Length == 1 && existing.Prefix[0] == nibble ? existing.Payload : EmptyReference;

    private static ReadOnlySpan<byte> ValueOf(TrieNode existing) =>
        existing.Kind == TrieNodeKind.Leaf && existing.Prefix.IsEmpty ? existing.Payload : default;

    /// <summary>A branch that is put into a leaf or an extension, seen from one nibble.</summary>
    private readonly ref struct Fork(ReadOnlySpan<byte> path, TrieNode existing, int nibble)
    {
        public readonly ReadOnlySpan<byte> Path = path;
        public readonly TrieNode Existing = existing;

        /// <summary>True when the rest of what was there goes on with this nibble.</summary>
        public readonly bool IsRestHere = existing.Kind is TrieNodeKind.Leaf or TrieNodeKind.Extension
            && existing.Prefix.Length > 0 && existing.Prefix[0] == nibble;
    }
}
