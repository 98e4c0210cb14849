using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.State.Trie;

/// <summary>A node read from its RLP.</summary>
internal readonly ref struct TrieNode
{
    private TrieNode(TrieNodeKind kind, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> payload, RlpReader items)
    {
        Kind = kind;
        Prefix = prefix;
        Payload = payload;
        Items = items;
    }

    /// <summary>Which form it has.</summary>
    public TrieNodeKind Kind { get; }

    /// <summary>Of a leaf or an extension: the nibbles it stands for.</summary>
    public ReadOnlySpan<byte> Prefix { get; }

    /// <summary>Of a leaf: the value. Of an extension: the reference to its child, RLP header included.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Of a branch: 16 references and the value.</summary>
    public RlpReader Items { get; }

    /// <summary>Reads a node; nibbles go to <paramref name="scratch"/>. Malformed RLP throws.</summary>
    public static TrieNode Parse(ReadOnlySpan<byte> rlp, ByteArena scratch)
    {
        var items = new RlpReader(rlp).ReadList();
        var rest = items;
        rest.Skip();
        rest.Skip();
        if (!rest.IsAtEnd)
        {
            return new TrieNode(TrieNodeKind.Branch, default, default, items);
        }

        var path = items.ReadBytes();
        if (!Nibbles.IsCanonical(path))
        {
            throw new RlpException("A trie node's path is not in hex-prefix form.");
        }

        var prefix = scratch.Take(Nibbles.DecodedLength(path));
        return Nibbles.Decode(path, prefix)
            ? new TrieNode(TrieNodeKind.Leaf, prefix, items.ReadBytes(), default)
            : new TrieNode(TrieNodeKind.Extension, prefix, items.ReadRaw(), default);
    }

    /// <summary>A leaf or extension without its first nibbles, as it stands below a branch that is put into it.</summary>
    public TrieNode Skip(int nibbles) => new(Kind, Prefix[nibbles..], Payload, default);
}
