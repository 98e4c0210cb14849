// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStateProofs} from "../../src/interfaces/IStateProofs.sol";
import {Test} from "../support/Test.sol";

/// @title Leaves and extensions of a trie are told apart
/// @dev Whoever controls a state can choose its root, so the nodes here are hashed anew after each change: nothing but the verifier's
/// reading of the prefix (0, 1 extension; 2, 3 leaf; odd with a nibble in it) refuses them.
contract StateProofsTest is Test {
    uint256 private constant VALUE = 0x1234;
    IStateProofs private proofs;
    bytes32 private key = keccak256(abi.encode(bytes32(uint256(5))));

    function setUp() public {
        proofs = IStateProofs(vm.computeCreateAddress(address(this), vm.getNonce(address(this))));
        bytes memory code = vm.parseJsonBytes(vm.readFile("artifacts/StateProofs.json"), ".bytecode");
        assembly ("memory-safe") {
            pop(create(0, add(code, 32), mload(code)))
        }
    }

    /// @dev One leaf of 64 nibbles under every first byte there is. The library does not look at the padding of an even path. No honest
    /// state holds such a node, and what leaves is keyed by account and token, never by bytes of a proof (T11).
    function test_T12_evenLeaf_isTakenForNothingElse() public view {
        for (uint256 prefix = 0; prefix < 256; ++prefix) {
            bytes[] memory proof = new bytes[](1);
            proof[0] = _node(abi.encodePacked(uint8(prefix), key), hex"821234");
            _expect(proof, prefix >> 4 == 2, prefix);
        }
    }

    /// @dev An extension of one nibble above a leaf of 63, each under every first byte.
    function test_T12_oddExtensionAndLeaf_haveOnePrefixEach() public view {
        for (uint256 prefix = 0; prefix < 256; ++prefix) {
            _expect(_two(uint8(prefix), _leafPrefix()), prefix == 0x10 + (uint8(key[0]) >> 4), prefix);
            _expect(_two(0x10 + (uint8(key[0]) >> 4), uint8(prefix)), prefix == _leafPrefix(), prefix);
        }
    }

    /// @dev A hash as a leaf's value is a value, never a way further down; a value as an extension's child is no node.
    function test_T12_leafWithAChild_isNoWayDown() public view {
        bytes memory leaf = _node(_path(_leafPrefix()), hex"821234");
        bytes[] memory proof = new bytes[](2);
        proof[0] = _node(abi.encodePacked(0x30 + (uint8(key[0]) >> 4)), abi.encodePacked(hex"a0", keccak256(leaf)));
        proof[1] = leaf;
        _expect(proof, false, 1);
        proof = new bytes[](1);
        proof[0] = _node(abi.encodePacked(hex"00", key), abi.encodePacked(hex"a0", keccak256(leaf)));
        _expect(proof, false, 2);
        proof[0] = _node(abi.encodePacked(hex"00", key), hex"821234");
        _expect(proof, false, 3);
    }

    function _two(uint8 extension, uint8 leafPrefix) private view returns (bytes[] memory proof) {
        proof = new bytes[](2);
        proof[1] = _node(_path(leafPrefix), hex"821234");
        // A path of one byte below 0x80 is its own RLP.
        bytes memory path = extension < 0x80 ? abi.encodePacked(extension) : abi.encodePacked(uint8(0x81), extension);
        bytes memory content = bytes.concat(path, hex"a0", keccak256(proof[1]));
        proof[0] = bytes.concat(bytes1(uint8(0xc0 + content.length)), content);
    }

    function _leafPrefix() private view returns (uint8) {
        return 0x30 + (uint8(key[0]) & 15);
    }

    /// @dev 63 nibbles: the first stands in the prefix byte.
    function _path(uint8 prefix) private view returns (bytes memory path) {
        path = abi.encodePacked(key);
        path[0] = bytes1(prefix);
    }

    /// @dev Two items; `value` is what the trie keeps, wrapped once more unless it is a hash already.
    function _node(bytes memory path, bytes memory value) private pure returns (bytes memory) {
        bytes memory item = value.length == 3 ? bytes.concat(hex"83", value) : value;
        bytes memory first = path.length == 1 ? path : bytes.concat(bytes1(uint8(0x80 + path.length)), path);
        bytes memory content = bytes.concat(first, item);
        return content.length < 56
            ? bytes.concat(bytes1(uint8(0xc0 + content.length)), content)
            : bytes.concat(hex"f8", bytes1(uint8(content.length)), content);
    }

    function _expect(bytes[] memory proof, bool accepted, uint256 which) private view {
        try proofs.slot(keccak256(proof[0]), bytes32(uint256(5)), proof) returns (uint256 value) {
            vm.assertTrue(accepted, string.concat("accepted ", vm.toString(which)));
            vm.assertEq(value, VALUE);
        } catch {
            vm.assertFalse(accepted, string.concat("refused ", vm.toString(which)));
        }
    }
}
