using System.Globalization;
using System.Security.Cryptography;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State.Trie;

namespace PoaSidechain.Tests.Unit.Primitives.Bridge.Differential;

/// <summary>
/// What the node says of a case. A case is a line of words, the first of which is its kind; the verdict is "0" for what is refused, else "1"
/// and what was read. The contracts' judge is bridge-contracts/test/unit/Differential.t.sol.
/// </summary>
internal static class NodeJudge
{
    /// <summary>The contracts may take what the node refuses, or the other way about: known, harmless and named in TESTS.md.</summary>
    public const string Lax = "lax";

    private static readonly Hash256 EmptyRequests = new(SHA256.HashData([]));

    /// <summary>The whole line: the case, the verdict and whether the two sides are known to differ.</summary>
    public static string Line(string inputs)
    {
        var words = inputs.Split(' ');
        return $"{inputs} | {Verdict(words)} | {(IsLax(words) ? Lax : "exact")}";
    }

    private static string Verdict(string[] words) => words[0] switch
    {
        "trie" => Trie(words),
        "account" => Account(words),
        "slot" => Slot(words),
        "header" => Header(words),
        "tree" => Tree(words),
        "root" => new MerkleTree(Number(words[1]), [.. words[2..].Select(Hash256.Parse)]).Root.ToString(),
        "quorum" => Quorum(words),
        "set" => Set(Hex.Decode(words[1])) is { } set ? $"1 {set.Hash}" : "0",
        _ => throw new InvalidDataException(words[0]),
    };

    // trie ROOT KEY NODE*
    private static string Trie(string[] words) =>
        Proven(words[1], Hex.Decode(words[2]), words[3..]) is { } value ? $"1 {Hex.Encode(value)}" : "0";

    // account ROOT ADDRESS NODE*
    private static string Account(string[] words)
    {
        if (Proven(words[1], Keccak256.Hash(Hex.Decode(words[2])).Bytes.ToArray(), words[3..]) is not { } leaf)
        {
            return "0";
        }

        try
        {
            var outer = new RlpReader(leaf);
            var list = outer.ReadList();
            outer.ExpectEnd();
            var verdict = $"1 {list.ReadUInt256()} {list.ReadUInt256()} {list.ReadHash()} {list.ReadHash()}";
            list.ExpectEnd();
            return verdict;
        }
        catch (RlpException)
        {
            return "0";
        }
    }

    // slot ROOT SLOT NODE*
    private static string Slot(string[] words)
    {
        if (Proven(words[1], Keccak256.Hash(Hex.Decode(words[2])).Bytes.ToArray(), words[3..]) is not { } leaf)
        {
            return "0";
        }

        try
        {
            var reader = new RlpReader(leaf);
            var value = reader.ReadUInt256();
            reader.ExpectEnd();
            return $"1 {value}";
        }
        catch (RlpException)
        {
            return "0";
        }
    }

    // header FIELDS RAW; 0 fields for a genesis
    private static string Header(string[] words)
    {
        var raw = Hex.Decode(words[2]);
        try
        {
            var header = BlockHeader.Decode(raw);
            var isGenesis = words[1] == "0";
            if (!IsClique(header, raw) || !(isGenesis ? IsGenesis(header) : IsOrdinary(header, FieldsOf(raw), Number(words[1]))))
            {
                return "0";
            }

            var signer = CliqueHeader.TryRecoverSigner(header, out var by) ? by : Address.Zero;
            var listed = header.ExtraData.Span[CliqueHeader.VanityLength..^CliqueHeader.SealLength];
            return $"1 {header.Hash} {header.Number} {header.Timestamp} {header.StateRoot} {Hex.Encode(listed)} {signer}";
        }
        catch (RlpException)
        {
            return "0";
        }
    }

    // tree DEPTH LEAF INDEX MASK SIBLING*
    private static string Tree(string[] words)
    {
        var path = new MerklePath(Small(words[4]), [.. words[5..].Select(Hash256.Parse)]);
        return path.RootOf(Hash256.Parse(words[2]), Small(words[3]), Number(words[1])) is { } root ? $"1 {root}" : "0";
    }

    // quorum DIGEST SET BITMAP SIGNATURES
    private static string Quorum(string[] words)
    {
        var signatures = new QuorumSignatures(UInt256.Parse(words[3]), Hex.Decode(words[4]));
        return Set(Hex.Decode(words[2])) is { } set && signatures.IsQuorum(set, Hash256.Parse(words[1])) ? $"1 {signatures.Count}" : "0";
    }

    /// <summary>The set, if the bytes are exactly how it is written.</summary>
    private static SignerSet? Set(byte[] bytes)
    {
        if (bytes.Length % Address.Size != 0)
        {
            return null;
        }

        try
        {
            var set = new SignerSet(bytes.Chunk(Address.Size).Select(b => new Address(b)));
            return set.Bytes.Span.SequenceEqual(bytes) ? set : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? Proven(string root, byte[] key, string[] nodes)
    {
        var proof = nodes.Select(n => (ReadOnlyMemory<byte>)Hex.Decode(n)).ToList();
        return TrieProof.Verify(Hash256.Parse(root), key, proof, out var value) == TrieProofVerdict.Included ? value.ToArray() : null;
    }

    /// <summary>What every header of a Clique chain has, whatever its place (EIP-225 and the constants of later forks).</summary>
    private static bool IsClique(BlockHeader h, byte[] raw)
    {
        var signerBytes = CliqueHeader.SignerBytes(h);
        return FieldsOf(raw) is 15 or 16 or 17 or 20 or 21
            && h.UnclesHash == Keccak256.OfEmptyList
            && signerBytes >= 0 && signerBytes % Address.Size == 0
            && (h.WithdrawalsRoot ?? Keccak256.OfEmptyTrie) == Keccak256.OfEmptyTrie
            && (h.BlobGasUsed ?? 0) == 0 && (h.ExcessBlobGas ?? 0) == 0
            && (h.ParentBeaconBlockRoot ?? Hash256.Zero).IsZero
            && (h.RequestsHash ?? EmptyRequests) == EmptyRequests;
    }

    private static bool IsGenesis(BlockHeader h) =>
        h.ParentHash.IsZero && h.Number == 0 && Set(Listed(h)) is not null;

    private static bool IsOrdinary(BlockHeader h, int fields, int expected)
    {
        var isEpoch = CliqueHeader.SignerBytes(h) != 0;
        return fields == expected
            && (h.Difficulty == CliqueHeader.DifficultyInTurn || h.Difficulty == CliqueHeader.DifficultyOutOfTurn)
            && h.Number != 0 && h.MixHash.IsZero
            && (h.Nonce == CliqueHeader.NonceDrop || (h.Nonce == CliqueHeader.NonceAdd && !isEpoch))
            && (!isEpoch || (h.Beneficiary.IsZero && Set(Listed(h)) is not null));
    }

    private static byte[] Listed(BlockHeader h) => h.ExtraData[CliqueHeader.VanityLength..^CliqueHeader.SealLength].ToArray();

    private static int FieldsOf(byte[] raw)
    {
        var outer = new RlpReader(raw);
        return outer.ReadList().CountItems();
    }

    /// <summary>
    /// The known differences, none of which a trie of ours can have: an empty value and a child of 32 bytes or more inside its parent
    /// (the node reads both), a nibble in the padding of an even path, an embedded node once more, and in a leaf numbers with leading
    /// zeros and bytes left over (the contracts read these four).
    /// </summary>
    private static bool IsLax(string[] words)
    {
        if (words[0] is not ("trie" or "account" or "slot"))
        {
            return false;
        }

        var nodes = words[3..].Select(n => Hex.Decode(n)).ToList();
        return nodes.Exists(HasOddShape) || nodes.Skip(1).Any(n => n.Length < Hash256.Size)
            || (words[0] == "trie" && Verdict(words) == "1 0x")
            || (words[0] != "trie" && Proven(words[1], Keccak256.Hash(Hex.Decode(words[2])).Bytes.ToArray(), words[3..]) is { } leaf && IsSloppy(leaf));
    }

    private static bool IsSloppy(byte[] leaf)
    {
        try
        {
            var outer = new RlpReader(leaf);
            var isList = outer.IsNextList;
            var raw = outer.ReadRaw();
            var numbers = isList ? new RlpReader(raw).ReadList() : new RlpReader(raw);
            var sloppy = !outer.IsAtEnd;
            for (var i = 0; i < 2 && !numbers.IsAtEnd && !numbers.IsNextList; i++)
            {
                sloppy |= numbers.ReadBytes() is [0, ..];
            }

            return sloppy;
        }
        catch (RlpException)
        {
            return false;
        }
    }

    private static bool HasOddShape(byte[] node)
    {
        try
        {
            var outer = new RlpReader(node);
            var items = outer.ReadList();
            var count = items.CountItems();
            var first = true;
            while (!items.IsAtEnd)
            {
                var isList = items.IsNextList;
                var raw = items.ReadRaw();
                if (isList && (raw.Length >= Hash256.Size || HasOddShape(raw.ToArray())))
                {
                    return true;
                }

                if (first && count == 2 && !isList)
                {
                    var path = new RlpReader(raw).ReadBytes();
                    if (path.Length != 0 && (path[0] & 0x10) == 0 && (path[0] & 0x0f) != 0)
                    {
                        return true;
                    }
                }

                first = false;
            }

            return false;
        }
        catch (RlpException)
        {
            return false;
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static ulong Small(string word) => ulong.Parse(word, CultureInfo.InvariantCulture);
}
