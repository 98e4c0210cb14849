// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrieProof} from "@openzeppelin/contracts-5.7/utils/cryptography/TrieProof.sol";
import {ReferenceTrie, TrieEntry} from "../support/ReferenceTrie.sol";
import {Test} from "../support/Test.sol";

/// @title The verifier behind `StateProofs` and the node's own trie against each other
/// @dev tests/vectors/trie-vectors.json is written and checked by the node's tests (`TrieVectorTests`).
contract TrieVectorsTest is Test {
    // Each field is read in a frame of its own, for the memory that the file takes.

    function text(uint256 i, string memory field) external view returns (string memory) {
        return vm.parseJsonString(_json(), string.concat(_at("cases", i), field));
    }

    function bytes_(uint256 i, string memory field) external view returns (bytes memory) {
        return vm.parseJsonBytes(_json(), string.concat(_at("cases", i), field));
    }

    function proof(uint256 i) external view returns (bytes[] memory) {
        return vm.parseJsonBytesArray(_json(), string.concat(_at("cases", i), ".proof"));
    }

    function exists(uint256 i) external view returns (bool) {
        return vm.keyExistsJson(_json(), _at("cases", i));
    }

    function traverse(bytes32 root, bytes memory key, bytes[] memory nodes) external pure returns (bytes memory) {
        return TrieProof.traverse(root, key, nodes);
    }

    /// @dev A trie that is built here, by code of its own, is byte for byte the node's, and so is every proof.
    function test_T16_tries_areTheNodes() public view {
        string memory json = _json();
        uint256 tries = 0;
        for (; vm.keyExistsJson(json, _at("tries", tries)); ++tries) {
            string memory place = _at("tries", tries);
            bytes[] memory keys = vm.parseJsonBytesArray(json, string.concat(place, ".keys"));
            bytes[] memory values = vm.parseJsonBytesArray(json, string.concat(place, ".values"));
            bytes32 root = vm.parseJsonBytes32(json, string.concat(place, ".root"));
            for (uint256 i = 0; vm.keyExistsJson(json, string.concat(place, ".proofs[", vm.toString(i), "]")); ++i) {
                TrieEntry[] memory entries = new TrieEntry[](keys.length);
                for (uint256 j = 0; j < keys.length; ++j) {
                    entries[j] = TrieEntry(bytes32(keys[j]), values[j]);
                }
                (bytes32 root_, bytes[] memory proof_) = ReferenceTrie.prove(entries, bytes32(keys[i]));
                vm.assertEq(root_, root, place);
                bytes[] memory theirs =
                    vm.parseJsonBytesArray(json, string.concat(place, ".proofs[", vm.toString(i), "]"));
                vm.assertEq(abi.encode(proof_), abi.encode(theirs), place);
                vm.assertEq(TrieProof.traverse(root, keys[i], theirs), values[i], place);
            }
        }
        vm.assertEq(tries, 8);
    }

    /// @dev What the node proves is proven here, with the same value; what it refuses, or proves absent, is refused.
    function test_T12_T16_verdicts_areTheNodes() public view {
        uint256 included = 0;
        uint256 n = 0;
        for (; this.exists(n); ++n) {
            string memory name = this.text(n, ".name");
            (bool accepted, bytes memory found) = _verify(n);
            bytes memory value = this.bytes_(n, ".value");
            // Where the node is laxer: it reads an empty value, and a child within its parent that is too long to stand there.
            // No trie has either; OpenZeppelin refuses both.
            bool node =
                value.length == 0 || keccak256(bytes(name)) == keccak256("branch whose child is a list of 32 bytes");
            if (keccak256(bytes(this.text(n, ".verdict"))) == keccak256("Included") && !node) {
                ++included;
                vm.assertTrue(accepted, name);
                vm.assertEq(found, value, name);
            } else {
                vm.assertTrue(!accepted || _isOtherSpelling(name), name);
            }
        }
        vm.assertGt(included, 20, "cases that are proven");
        vm.assertGt(n - included, 100, "cases that are not");
    }

    /// @dev Where OpenZeppelin is laxer than the node: it neither reads the padding nibble of an even path nor minds that an
    /// embedded node is supplied once more. Neither can stand under a root that a quorum took from a node, or changes the value.
    function _isOtherSpelling(string memory name) private pure returns (bool) {
        bytes memory raw = bytes(name);
        return keccak256(raw) == keccak256("even leaf with a nibble in the padding")
            || (raw.length > 15 && keccak256(_last(raw, 15)) == keccak256(", leaf appended"));
    }

    function _verify(uint256 i) private view returns (bool accepted, bytes memory value) {
        try this.traverse(bytes32(this.bytes_(i, ".root")), this.bytes_(i, ".key"), this.proof(i)) returns (
            bytes memory found
        ) {
            return (true, found);
        } catch {
            return (false, "");
        }
    }

    function _last(bytes memory raw, uint256 length) private pure returns (bytes memory end) {
        end = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            end[i] = raw[raw.length - length + i];
        }
    }

    function _json() private view returns (string memory) {
        return vm.readFile(string.concat(vm.projectRoot(), "/../tests/vectors/trie-vectors.json"));
    }

    function _at(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(i), "]");
    }
}
