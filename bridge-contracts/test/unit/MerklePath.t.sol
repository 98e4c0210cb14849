// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {MerklePath} from "../../src/libraries/MerklePath.sol";
import {LibraryHarness} from "../support/Harnesses.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {Test} from "../support/Test.sol";

contract MerklePathTest is Test {
    LibraryHarness private lib;

    function setUp() public {
        lib = new LibraryHarness();
    }

    function testFuzz_path_matchesReferenceTree(uint256 count, uint256 index, uint256 seed) public view {
        count = _bound(count, 1, 300);
        index = index % count;
        bytes32[] memory leaves = _leaves(count, seed);
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leaves, index, 32);
        vm.assertEq(lib.rootOf(leaves[index], index, 32, mask, siblings), ReferenceTree.root(leaves, 32));
    }

    /// @dev Every single-bit change of leaf, index, mask or siblings must miss the root or revert.
    function testFuzz_T11_mutatedProof_neverReachesRoot(uint256 count, uint256 index, uint256 what, uint256 bit)
        public
        view
    {
        count = _bound(count, 2, 64);
        index = index % count;
        bytes32[] memory leaves = _leaves(count, 7);
        bytes32 root = ReferenceTree.root(leaves, 32);
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leaves, index, 32);
        bytes32 leaf = leaves[index];
        what = what % 5;
        if (what == 0) leaf ^= bytes32(1 << (bit % 256));
        if (what == 1) index ^= 1 << (bit % 32);
        if (what == 2) mask ^= 1 << (bit % 256);
        if (what == 3) siblings[(bit >> 8) % siblings.length] ^= bytes32(1 << (bit % 256));
        if (what == 4) siblings = _resized(siblings, bit % 2 == 0 ? siblings.length - 1 : siblings.length + 1);
        try lib.rootOf(leaf, index, 32, mask, siblings) returns (bytes32 reached) {
            vm.assertNotEq(reached, root);
        } catch (bytes memory reason) {
            vm.assertTrue(bytes4(reason) == MerklePath.MaskMismatch.selector);
        }
    }

    function test_T14_indexAtOrAboveDepth_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(MerklePath.IndexBeyondDepth.selector, 2 ** 32, 32));
        lib.rootOf(bytes32(uint256(1)), 2 ** 32, 32, 0, new bytes32[](0));
    }

    function test_T14_indexOneOfSingleLeafTree_missesTheRoot() public view {
        bytes32[] memory leaves = _leaves(1, 1);
        bytes32 root = ReferenceTree.root(leaves, 32);
        vm.assertEq(lib.rootOf(leaves[0], 0, 32, 0, new bytes32[](0)), root);
        vm.assertNotEq(lib.rootOf(leaves[0], 1, 32, 0, new bytes32[](0)), root);
        vm.assertNotEq(lib.rootOf(keccak256("forged"), 1, 32, 0, new bytes32[](0)), root);
    }

    function test_T15_emptyLeaf_onlyEverProvesTheEmptyTree() public view {
        bytes32 empty = lib.rootOf(bytes32(0), 0, 32, 0, new bytes32[](0));
        vm.assertEq(empty, 0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757);
    }

    function test_maskWithoutSiblings_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(MerklePath.MaskMismatch.selector, 1, 0));
        lib.rootOf(bytes32(uint256(1)), 0, 32, 1, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(MerklePath.MaskMismatch.selector, 2 ** 32, 1));
        lib.rootOf(bytes32(uint256(1)), 0, 32, 2 ** 32, new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(MerklePath.MaskMismatch.selector, 0, 1));
        lib.rootOf(bytes32(uint256(1)), 0, 32, 0, new bytes32[](1));
    }

    /// @dev An inner node offered as a leaf, with the rest of the path: the shorter path puts it on another level.
    function test_T18_innerNode_isNoLeaf() public view {
        bytes32[] memory leaves = _leaves(8, 3);
        bytes32 root = ReferenceTree.root(leaves, 32);
        bytes32 inner = keccak256(abi.encodePacked(leaves[2], leaves[3]));
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leaves, 2, 32);
        bytes32[] memory upper = new bytes32[](siblings.length - 1);
        for (uint256 i = 0; i < upper.length; ++i) {
            upper[i] = siblings[i + 1];
        }
        for (uint256 index = 0; index < 8; ++index) {
            vm.assertNotEq(lib.rootOf(inner, index, 32, mask >> 1, upper), root);
        }
    }

    /// @dev A leaf is a hash of 32 bytes, a node of 64: no leaf content can be read as two children.
    function testFuzz_T18_leafHash_isHashedTwice(Leaf memory leaf, bytes32 id) public view {
        bytes32 inner = keccak256(abi.encode(keccak256("PoaSidechain.Withdrawal.v1"), id, 1, address(2), leaf));
        vm.assertEq(lib.leafHash(leaf, id, 1, address(2)), keccak256(abi.encodePacked(inner)));
    }

    function testFuzz_T19_swappedSiblingsOrNeighbourIndex_miss(uint256 count, uint256 index) public view {
        count = _bound(count, 4, 64);
        index = index % count;
        bytes32[] memory leaves = _leaves(count, 5);
        bytes32 root = ReferenceTree.root(leaves, 32);
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leaves, index, 32);
        vm.assertNotEq(lib.rootOf(leaves[index], index + 1, 32, mask, siblings), root);
        if (index > 0) vm.assertNotEq(lib.rootOf(leaves[index], index - 1, 32, mask, siblings), root);
        if (siblings.length < 2) return;
        (siblings[0], siblings[1]) = (siblings[1], siblings[0]);
        vm.assertNotEq(lib.rootOf(leaves[index], index, 32, mask, siblings), root);
    }

    function _leaves(uint256 n, uint256 seed) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](n);
        for (uint256 i = 0; i < n; ++i) {
            leaves[i] = keccak256(abi.encode("leaf", seed, i));
        }
    }

    function _resized(bytes32[] memory list, uint256 n) private pure returns (bytes32[] memory other) {
        other = new bytes32[](n);
        for (uint256 i = 0; i < n && i < list.length; ++i) {
            other[i] = list[i];
        }
    }
}
