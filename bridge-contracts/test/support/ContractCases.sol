// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Headers} from "./Headers.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {ReferenceTrie, TrieEntry} from "./ReferenceTrie.sol";
import {Group, SignerGroup} from "./SignerGroup.sol";
import {Vm} from "./Vm.sol";

/// @title Random cases of everything that node and contracts both read, good ones and spoilt ones, by the tests' own encoders
contract ContractCases {
    using SignerGroup for Group;

    Vm private constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    uint256 private _state;

    /// @notice One case; all of it follows from seed and number.
    function make(uint256 seed, uint256 number) external returns (string memory) {
        _state = uint256(keccak256(abi.encode(seed, number)));
        uint256 kind = number % 5;
        if (kind == 0) return _trie();
        if (kind == 1) return _leaf();
        if (kind == 2) return _header();
        return kind == 3 ? _tree() : _quorum();
    }

    /// @dev Keys that share many nibbles end in embedded nodes; some values make nodes of 31, 32 and 33 bytes.
    function _trie() private returns (string memory) {
        uint256 shared = _below(3) == 0 ? 31 : _below(4);
        bytes32 prefix = _word();
        TrieEntry[] memory entries = new TrieEntry[](1 + _below(shared == 31 ? 8 : 16));
        for (uint256 i = 0; i < entries.length; ++i) {
            uint256 mask = type(uint256).max >> (8 * shared);
            uint256 tail = shared == 31 ? 17 * i + _below(16) : uint256(_word());
            entries[i] = TrieEntry(bytes32((uint256(prefix) & ~mask) | (tail & mask)), _value());
        }
        bytes32 key = entries[_below(entries.length)].key;
        if (_below(6) == 0) key ^= bytes32(uint256(1) << _below(256));
        return _proof("trie", entries, key, abi.encodePacked(key));
    }

    /// @dev An account or a slot, one byte of it spoilt as often as not.
    function _leaf() private returns (string memory) {
        bool account = _below(2) == 0;
        bytes memory name = account ? abi.encodePacked(bytes20(_word())) : abi.encodePacked(_word());
        TrieEntry[] memory entries = new TrieEntry[](1 + _below(6));
        for (uint256 i = 1; i < entries.length; ++i) {
            entries[i] = TrieEntry(_word(), _value());
        }
        bytes memory leaf = account
            ? ReferenceTrie.account(_number() % 2 ** 64, _number(), _word(), _word())
            : ReferenceTrie.integer(_number());
        entries[0] = TrieEntry(keccak256(name), _below(2) == 0 ? leaf : _spoilt(leaf));
        if (entries[0].value.length == 0) entries[0].value = hex"80";
        return _proof(account ? "account" : "slot", entries, entries[0].key, name);
    }

    function _proof(string memory kind, TrieEntry[] memory entries, bytes32 key, bytes memory name)
        private
        returns (string memory text)
    {
        (bytes32 root, bytes[] memory proof) = ReferenceTrie.prove(entries, key);
        uint256 how = _below(6);
        uint256 place = _below(proof.length);
        if (how == 0) proof[place] = _spoilt(proof[place]);
        if (how == 1) (proof[0], root) = _rooted(_spoilt(proof[0]));
        text = string.concat(kind, " ", vm.toString(root), " ", vm.toString(name));
        for (uint256 i = 0; i < proof.length; ++i) {
            if (how == 2 && i == place) continue;
            text = string.concat(text, " ", vm.toString(proof[i]));
        }
    }

    function _header() private returns (string memory) {
        bool genesis = _below(4) == 0;
        uint256[5] memory counts = [uint256(15), 16, 17, 20, 21];
        uint256 fields = counts[_below(5)];
        Group memory group = SignerGroup.make(1 + _below(4), _below(64));
        Headers.Header memory h =
            Headers.Header(fields, _word(), address(0), 1 + _below(2), 1, _number() % 2 ** 64, "", 0, "", _word());
        h.number = 1 + _number() % (2 ** 64 - 1);
        if (genesis) (h.parent, h.number) = (0, 0);
        if (genesis || _below(3) == 0) h.set = group.set;
        else (h.beneficiary, h.nonce) = (address(bytes20(_word())), _below(2) == 0 ? bytes8(0) : ~bytes8(0));
        bytes memory raw = Headers.sealed_(h, group.keys[0]);
        if (_below(2) == 0) raw = _spoilt(raw);
        return string.concat("header ", vm.toString(genesis ? 0 : fields), " ", vm.toString(raw));
    }

    function _tree() private returns (string memory text) {
        bytes32[] memory leaves = new bytes32[](1 + _below(24));
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = _word();
        }
        (uint256 depth, uint256 index) = (_below(2) == 0 ? 16 : 32, _below(leaves.length));
        bytes32 leaf = leaves[index];
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leaves, index, depth);
        uint256 how = _below(6);
        if (how == 0) mask ^= 1 << _below(34);
        if (how == 1) index ^= 1 << _below(34);
        text = string.concat("tree ", vm.toString(depth), " ", vm.toString(leaf), " ");
        text = string.concat(text, vm.toString(index), " ", vm.toString(mask));
        for (uint256 i = how == 2 ? 1 : 0; i < siblings.length; ++i) {
            text = string.concat(text, " ", vm.toString(siblings[i]));
        }
    }

    function _quorum() private returns (string memory text) {
        Group memory group = SignerGroup.make(1 + _below(9), _below(64));
        bytes32 digest = _word();
        uint256 bitmap = _below(3) == 0 ? uint256(_word()) % (1 << group.keys.length) : group.quorum();
        bytes memory sigs = group.sign(digest, bitmap);
        uint256 how = _below(8);
        if (how == 0) sigs = _spoilt(sigs);
        if (how == 1) bitmap ^= 1 << _below(group.keys.length);
        if (how == 2) bitmap |= 1 << _below(256);
        if (how == 3) digest = _word();
        if (how == 4) group.set = _spoilt(group.set);
        text = string.concat("quorum ", vm.toString(digest), " ", vm.toString(group.set), " ");
        return string.concat(text, vm.toString(bitmap), " ", vm.toString(sigs));
    }

    // ---------------------------------------------------------------------------------------------- random

    function _rooted(bytes memory node) private pure returns (bytes memory, bytes32) {
        return (node, keccak256(node));
    }

    function _value() private returns (bytes memory value) {
        bytes memory words = abi.encodePacked(_word(), _word());
        value = new bytes(_below(3) == 0 ? 1 + _below(3) : 24 + _below(9));
        for (uint256 i = 0; i < value.length; ++i) {
            value[i] = words[i];
        }
    }

    function _spoilt(bytes memory bytes_) private returns (bytes memory out) {
        if (bytes_.length == 0) return abi.encodePacked(uint8(_below(256)));
        // Prefixes stand in front.
        uint256 place = _below(_below(2) == 0 || bytes_.length < 6 ? bytes_.length : 6);
        uint256 how = _below(4);
        if (how == 0) out = new bytes(place);
        else out = new bytes(how == 1 ? bytes_.length + 1 : bytes_.length);
        for (uint256 i = 0; i < out.length; ++i) {
            out[i] = bytes_[how == 1 && i > place ? i - 1 : i];
        }
        if (how != 0) out[place] = how == 2 ? bytes_[place] ^ bytes1(uint8(1 << _below(8))) : bytes1(uint8(_below(256)));
    }

    /// @dev Of any length in bits.
    function _number() private returns (uint256) {
        return uint256(_word()) >> _below(256);
    }

    function _below(uint256 bound) private returns (uint256) {
        return uint256(_word()) % bound;
    }

    function _word() private returns (bytes32) {
        _state = uint256(keccak256(abi.encode(_state)));
        return bytes32(_state);
    }
}
