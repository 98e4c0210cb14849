// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A value under a hashed key of 64 nibbles.
struct TrieEntry {
    bytes32 key;
    bytes value;
}

/// @title Slow and plain Merkle-Patricia trie: makes state roots and the proofs that `eth_getProof` would give
/// @dev Shares no line with the verifier under test. Entries are put in order first; each call builds the whole trie anew.
library ReferenceTrie {
    /// @dev Entries [from..to) and the key to prove.
    struct Span {
        TrieEntry[] entries;
        bytes32 key;
        uint256 from;
        uint256 to;
    }

    /// @dev Root of the trie of these entries and the nodes from it to one of them.
    function prove(TrieEntry[] memory entries, bytes32 key) internal pure returns (bytes32 root, bytes[] memory proof) {
        _sort(entries);
        bytes[] memory path = new bytes[](64);
        uint256 length = _build(Span(entries, key, 0, entries.length), 0, path, 0);
        proof = new bytes[](length);
        for (uint256 i = 0; i < length; ++i) {
            proof[i] = path[i];
        }
        root = keccak256(path[0]);
    }

    /// @dev As `prove` for one entry below `levels` full branches of noise: the depth of a state of 16^levels accounts.
    function proveDeep(TrieEntry memory entry, uint256 levels, uint256 salt)
        internal
        pure
        returns (bytes32 root, bytes[] memory proof)
    {
        proof = new bytes[](levels + 1);
        proof[levels] = _leaf(entry, levels);
        for (uint256 level = levels; level > 0; --level) {
            bytes memory children;
            for (uint256 i = 0; i < 16; ++i) {
                bytes32 child = i == _nibble(entry.key, level - 1)
                    ? keccak256(proof[level])
                    : keccak256(abi.encode("noise", salt, level, i));
                children = bytes.concat(children, string_(bytes.concat(child)));
            }
            proof[level - 1] = list(bytes.concat(children, hex"80"));
        }
        root = keccak256(proof[0]);
    }

    function account(uint256 nonce, uint256 balance, bytes32 storageRoot, bytes32 codeHash)
        internal
        pure
        returns (bytes memory)
    {
        return list(
            bytes.concat(
                integer(nonce), integer(balance), string_(bytes.concat(storageRoot)), string_(bytes.concat(codeHash))
            )
        );
    }

    function integer(uint256 value) internal pure returns (bytes memory) {
        uint256 length = 0;
        while (length < 32 && value >> (8 * length) != 0) ++length;
        bytes memory raw = abi.encodePacked(length == 0 ? 0 : value << (8 * (32 - length)));
        assembly ("memory-safe") {
            mstore(raw, length)
        }
        return string_(raw);
    }

    function string_(bytes memory raw) internal pure returns (bytes memory) {
        if (raw.length == 1 && uint8(raw[0]) < 0x80) return raw;
        return bytes.concat(_prefix(raw.length, 0x80), raw);
    }

    function list(bytes memory items) internal pure returns (bytes memory) {
        return bytes.concat(_prefix(items.length, 0xc0), items);
    }

    /// @dev Node of entries[from..to), all of which share the first `depth` nibbles. Nodes on the way to the key go into the path,
    /// unless they are short enough to stand inside their parent.
    function _build(Span memory s, uint256 depth, bytes[] memory path, uint256 place)
        private
        pure
        returns (uint256 length)
    {
        length = place + 1;
        bytes32 first = s.entries[s.from].key;
        if (s.to - s.from == 1) {
            path[place] = _leaf(s.entries[s.from], depth);
            return length;
        }
        uint256 shared = depth;
        while (_nibble(first, shared) == _nibble(s.entries[s.to - 1].key, shared)) ++shared;
        if (shared == depth) return _branch(s, depth, path, place);
        length = _build(s, shared, path, length);
        path[place] = list(bytes.concat(string_(_compact(first, depth, shared, false)), _reference(path[place + 1])));
        if (path[place + 1].length < 32) length = place + 1;
    }

    function _branch(Span memory s, uint256 depth, bytes[] memory path, uint256 place)
        private
        pure
        returns (uint256 length)
    {
        length = place + 1;
        bytes memory children;
        Span memory part = Span(s.entries, s.key, s.from, s.from);
        for (uint256 i = 0; i < 16; ++i) {
            part.from = part.to;
            while (part.to < s.to && _nibble(s.entries[part.to].key, depth) == i) ++part.to;
            if (part.from == part.to) {
                children = bytes.concat(children, hex"80");
                continue;
            }
            bool here = _nibble(s.key, depth) == i;
            bytes[] memory branch = here ? path : new bytes[](64);
            uint256 end = _build(Span(s.entries, s.key, part.from, part.to), depth + 1, branch, place + 1);
            children = bytes.concat(children, _reference(branch[place + 1]));
            if (here && branch[place + 1].length >= 32) length = end;
        }
        path[place] = list(bytes.concat(children, hex"80"));
    }

    function _leaf(TrieEntry memory entry, uint256 depth) private pure returns (bytes memory) {
        return list(bytes.concat(string_(_compact(entry.key, depth, 64, true)), string_(entry.value)));
    }

    function _reference(bytes memory node) private pure returns (bytes memory) {
        return node.length < 32 ? node : string_(bytes.concat(keccak256(node)));
    }

    /// @dev Hex prefix encoding of nibbles [from..to).
    function _compact(bytes32 key, uint256 from, uint256 to, bool leaf) private pure returns (bytes memory out) {
        uint256 flag = leaf ? 2 : 0;
        uint256 i = from;
        uint8 first = uint8(flag << 4);
        if ((to - from) % 2 == 1) first = uint8(((flag + 1) << 4) | _nibble(key, i++));
        out = abi.encodePacked(first, key << (4 * i));
        uint256 length = 1 + (to - i) / 2;
        assembly ("memory-safe") {
            mstore(out, length)
        }
    }

    function _nibble(bytes32 key, uint256 i) private pure returns (uint256) {
        return (uint256(key) >> (252 - 4 * i)) & 15;
    }

    function _prefix(uint256 length, uint256 offset) private pure returns (bytes memory) {
        if (length <= 55) return abi.encodePacked(uint8(offset + length));
        if (length <= 255) return abi.encodePacked(uint8(offset + 56), uint8(length));
        return abi.encodePacked(uint8(offset + 57), uint16(length));
    }

    function _sort(TrieEntry[] memory entries) private pure {
        for (uint256 i = 1; i < entries.length; ++i) {
            for (uint256 j = i; j > 0 && entries[j - 1].key > entries[j].key; --j) {
                (entries[j - 1], entries[j]) = (entries[j], entries[j - 1]);
            }
        }
    }
}
