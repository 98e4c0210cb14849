using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State.Trie;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Primitives.Bridge.Differential;

/// <summary>Makes random cases, good ones and spoilt ones, of everything that node and contracts both read.</summary>
internal sealed class CaseMaker(int seed)
{
    private readonly RandomValues _random = new(seed);

    private readonly PrivateKey[] _keys = [.. Enumerable.Range(0, 24).Select(i => TestKeys.Named($"differential {i}"))];

    /// <summary>The next case: one kind after the other.</summary>
    public string Next(int number) => (number % 8) switch
    {
        0 or 1 => TrieCase(),
        2 => Leaf("account", 20, AccountLeaf()),
        3 => Leaf("slot", 32, SlotLeaf()),
        4 => HeaderCase(),
        5 => _random.Next(3) == 0 ? RootCase() : TreeCase(),
        6 => QuorumCase(),
        _ => _random.Next(3) == 0 ? SetCase() : HeaderCase(),
    };

    // ------------------------------------------------------------------------------------------------ tries

    private string TrieCase()
    {
        // Short keys out of few bytes make deep tries with embedded nodes; some values make nodes of 31, 32 and 33 bytes.
        var (length, alphabet) = _random.Next(4) switch { 0 => (32, 256), 1 => (2, 4), 2 => (3, 3), _ => (4, 256) };
        var trie = new PatriciaTrie();
        var keys = new List<byte[]>();
        for (var i = _random.Next(24); i >= 0; i--)
        {
            keys.Add(Key(length, alphabet, keys));
            trie.Put(keys[^1], Value());
        }

        var key = keys[_random.Next(keys.Count)];
        if (_random.Next(6) == 0)
        {
            key = Key(length, alphabet, keys);
        }

        return Proof("trie", trie, key, Hex.Encode(key));
    }

    /// <summary>Sometimes a neighbour of a key there is: another last nibble.</summary>
    private byte[] Key(int length, int alphabet, List<byte[]> keys)
    {
        if (keys.Count != 0 && _random.Next(3) == 0)
        {
            var near = keys[^1].ToArray();
            near[^(1 + _random.Next(Math.Min(length, 2)))] ^= (byte)(1 << _random.Next(8));
            return near;
        }

        return [.. Enumerable.Range(0, length).Select(_ => (byte)_random.Next(alphabet))];
    }

    private byte[] Value()
    {
        var value = _random.Bytes(_random.Next(3) == 0 ? 1 + _random.Next(3) : 24 + _random.Next(9));
        value[0] |= (byte)(value.Length == 1 ? 1 : 0);
        return value;
    }

    /// <summary>A leaf of state or storage among others, spoilt in one byte as often as not, before it is hashed.</summary>
    private string Leaf(string kind, int length, byte[] leaf)
    {
        if (_random.Bool())
        {
            leaf = Spoilt(leaf);
        }

        var name = _random.Bytes(length);
        var key = Keccak256.Hash(name).Bytes.ToArray();
        var trie = new PatriciaTrie();
        trie.Put(key, leaf.Length == 0 ? [1] : leaf);
        for (var i = _random.Next(20); i > 0; i--)
        {
            trie.Put(_random.Bytes(32), Value());
        }

        return Proof(kind, trie, key, Hex.Encode(name));
    }

    private byte[] AccountLeaf()
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        writer.Write(_random.UInt64() >> _random.Next(64));
        writer.Write(_random.UInt256());
        writer.Write(_random.Hash());
        writer.Write(_random.Hash());
        if (_random.Next(12) == 0)
        {
            writer.Write(_random.Hash());
        }

        writer.EndList(list);
        return writer.ToArray();
    }

    private byte[] SlotLeaf()
    {
        using var writer = new RlpWriter();
        writer.Write(_random.UInt256());
        return writer.ToArray();
    }

    private string Proof(string kind, PatriciaTrie trie, byte[] key, string name)
    {
        var root = trie.Root;
        var proof = trie.CreateProof(key).Select(n => n.ToArray()).ToList();
        switch (_random.Next(8))
        {
            case 0:
                var broken = _random.Next(proof.Count);
                proof[broken] = Spoilt(proof[broken]);
                break;
            case 1 or 2:
                root = SpoiltAndHashedAnew(proof);
                break;
            case 3:
                Disordered(proof);
                break;
        }

        return string.Join(' ', [kind, root.ToString(), name, .. proof.Select(n => Hex.Encode(n))]);
    }

    /// <summary>A byte of one node changes, and the hashes above it with it, so that only the shape speaks against the proof.</summary>
    private Hash256 SpoiltAndHashedAnew(List<byte[]> proof)
    {
        var place = _random.Next(proof.Count);
        var before = Keccak256.Hash(proof[place]);
        proof[place] = Spoilt(proof[place]);
        for (var i = place; i > 0; i--)
        {
            var after = Keccak256.Hash(proof[i]);
            var parent = proof[i - 1];
            var parentHash = Keccak256.Hash(parent);
            var at = parent.AsSpan().IndexOf(before.Bytes);
            after.Bytes.CopyTo(parent.AsSpan(at));
            before = parentHash;
        }

        return Keccak256.Hash(proof[0]);
    }

    private void Disordered(List<byte[]> proof)
    {
        var place = _random.Next(proof.Count);
        switch (_random.Next(3))
        {
            case 0:
                proof.RemoveAt(place);
                break;
            case 1:
                proof.Insert(_random.Next(proof.Count + 1), proof[place]);
                break;
            default:
                proof.Add(_random.Bytes(_random.Next(40)));
                break;
        }
    }

    // ------------------------------------------------------------------------------------------------ headers

    private string HeaderCase()
    {
        var isGenesis = _random.Next(4) == 0;
        var isEpoch = isGenesis || _random.Next(3) == 0;
        var fields = new[] { 15, 16, 17, 20, 21 }[_random.Next(5)];
        var header = new BlockHeader
        {
            ParentHash = isGenesis ? Hash256.Zero : _random.Hash(),
            Beneficiary = isEpoch ? Address.Zero : _random.Address(),
            StateRoot = _random.Hash(),
            TransactionsRoot = _random.Hash(),
            ReceiptsRoot = _random.Hash(),
            LogsBloom = new Bloom(_random.Bytes(256)),
            Difficulty = (UInt256)(ulong)(1 + _random.Next(2)),
            Number = isGenesis ? 0 : 1 + (_random.UInt64() >> (1 + _random.Next(62))),
            GasLimit = _random.UInt64() >> _random.Next(64),
            GasUsed = _random.UInt64() >> _random.Next(64),
            Timestamp = _random.UInt64() >> _random.Next(64),
            ExtraData = CliqueHeader.MakeExtraData(_random.Bytes(32), isEpoch ? [.. Members(1 + _random.Next(9))] : []),
            Nonce = isEpoch || _random.Bool() ? 0 : CliqueHeader.NonceAdd,
            BaseFeePerGas = fields >= 16 ? _random.UInt256() : null,
            WithdrawalsRoot = fields >= 17 ? Keccak256.OfEmptyTrie : null,
            BlobGasUsed = fields >= 20 ? 0 : null,
            ExcessBlobGas = fields >= 20 ? 0 : null,
            ParentBeaconBlockRoot = fields >= 20 ? Hash256.Zero : null,
            RequestsHash = fields >= 21 ? Hash256.Parse("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") : null,
        };
        header = CliqueHeader.WithSeal(header, _keys[_random.Next(_keys.Length)].Sign(CliqueHeader.SealHash(header)));
        var raw = header.Encode();
        raw = _random.Next(3) switch { 0 => raw, 1 => Spoilt(raw), _ => SpoiltField(raw) };
        return $"header {(isGenesis ? 0 : _random.Next(8) == 0 ? 16 : fields)} {Hex.Encode(raw)}";
    }

    /// <summary>One item of the list is replaced by another, in an encoding that is right.</summary>
    private byte[] SpoiltField(byte[] raw)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        var items = new RlpReader(raw).ReadList();
        var chosen = _random.Next(items.CountItems() + 1);
        for (var i = 0; !items.IsAtEnd; i++)
        {
            var item = items.ReadBytes();
            if (i != chosen)
            {
                writer.Write(item);
            }
            else if (_random.Next(4) != 0)
            {
                writer.Write(_random.Bool() ? Spoilt(item.ToArray()) : _random.Bytes(_random.Next(10)));
            }
        }

        if (_random.Next(16) == 0)
        {
            writer.Write(_random.Hash());
        }

        writer.EndList(list);
        return writer.ToArray();
    }

    // ------------------------------------------------------------------------------------------------ trees, quorums, sets

    private string RootCase()
    {
        var depth = _random.Bool() ? 16 : 32;
        var leaves = Enumerable.Range(0, _random.Next(40)).Select(_ => _random.Hash().ToString());
        return string.Join(' ', ["root", $"{depth}", .. leaves]);
    }

    private string TreeCase()
    {
        var depth = _random.Next(3) switch { 0 => 16, 1 => 32, _ => 1 + _random.Next(32) };
        Hash256[] leaves = [.. Enumerable.Range(0, 1 + _random.Next(Math.Min(40, 1 << Math.Min(depth, 6)))).Select(_ => _random.Hash())];
        var index = (ulong)_random.Next(leaves.Length);
        var path = new MerkleTree(depth, leaves).PathOf(index);
        var (mask, siblings) = (path.Mask, path.Siblings.ToList());
        var leaf = leaves[index];
        switch (_random.Next(8))
        {
            case 0:
                mask ^= 1UL << _random.Next(34);
                break;
            case 1:
                siblings.Add(_random.Hash());
                break;
            case 2 when siblings.Count != 0:
                siblings.RemoveAt(_random.Next(siblings.Count));
                break;
            case 3:
                index ^= 1UL << _random.Next(34);
                break;
            case 4:
                leaf = _random.Hash();
                break;
        }

        return string.Join(' ', ["tree", $"{depth}", leaf.ToString(), $"{index}", $"{mask}", .. siblings.Select(s => s.ToString())]);
    }

    private string QuorumCase()
    {
        var keys = _keys.OrderBy(_ => _random.Next(1 << 20)).Take(1 + _random.Next(_keys.Length)).OrderBy(k => k.Address).ToArray();
        var set = new SignerSet(keys.Select(k => k.Address));
        var digest = _random.Hash();
        var wanted = Math.Min(keys.Length, set.Quorum + _random.Next(3) - (_random.Next(4) == 0 ? 1 : 0));
        var members = Enumerable.Range(0, keys.Length).OrderBy(_ => _random.Next(1 << 20)).Take(wanted).Order().ToList();
        var bitmap = members.Aggregate(UInt256.Zero, (sum, m) => sum | (UInt256.One << m));
        var signatures = members.ConvertAll(m => keys[m].Sign(digest).ToCompactArray());
        var bytes = set.Bytes.ToArray();
        var place = _random.Next(Math.Max(signatures.Count, 1));
        switch (_random.Next(10))
        {
            case 0:
                bitmap |= UInt256.One << _random.Next(256);
                break;
            case 1:
                bitmap ^= UInt256.One << _random.Next(keys.Length);
                break;
            case 2 when signatures.Count > 1:
                signatures.Reverse();
                break;
            case 3 when signatures.Count != 0:
                signatures[place] = Spoilt(signatures[place]);
                break;
            case 4 when signatures.Count != 0:
                signatures[place] = Mirrored(signatures[place]);
                break;
            case 5 when signatures.Count != 0:
                signatures[place] = keys[_random.Next(keys.Length)].Sign(_random.Hash()).ToCompactArray();
                break;
            case 6:
                bytes = Spoilt(bytes);
                break;
        }

        return $"quorum {digest} {Hex.Encode(bytes)} {bitmap} {Hex.Encode([.. signatures.SelectMany(s => s)])}";
    }

    private string SetCase()
    {
        var bytes = new SignerSet(Members(1 + _random.Next(20))).Bytes.ToArray();
        return $"set {Hex.Encode(_random.Bool() ? bytes : Spoilt(bytes))}";
    }

    // ------------------------------------------------------------------------------------------------ spoiling

    /// <summary>The same signature as it looks with the other s, which everybody could make.</summary>
    private static byte[] Mirrored(byte[] compact)
    {
        var word = new Hash256(compact.AsSpan(32)).ToUInt256();
        var parity = word.IsNegative;
        var high = Secp256k1.Order - ((word << 1) >> 1);
        return [.. compact[..32], .. ((high << 1) >> 1 | (parity ? UInt256.Zero : UInt256.One << 255)).ToHash256().Bytes];
    }

    private IEnumerable<Address> Members(int count) =>
        Enumerable.Range(0, count).Select(_ => _random.Address()).Distinct().Order();

    private byte[] Spoilt(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return [(byte)_random.Next(256)];
        }

        var at = _random.Next(_random.Bool() ? bytes.Length : Math.Min(bytes.Length, 6)); // prefixes stand in front
        switch (_random.Next(5))
        {
            case 0:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 1:
                return [.. bytes[..at], (byte)_random.Next(256), .. bytes[at..]];
            case 2:
                return bytes[..at];
            default:
                var changed = bytes.ToArray();
                changed[at] = _random.Bool() ? (byte)(changed[at] ^ (1 << _random.Next(8))) : (byte)_random.Next(256);
                return changed;
        }
    }
}
