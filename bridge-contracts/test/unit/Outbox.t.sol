// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";

contract OutboxTest is BridgeFixture {
    function setUp() public override {
        super.setUp();
        vm.chainId(SIDECHAIN);
    }

    function test_empty_hasTheEmptyRoot_inSlotZero() public view {
        vm.assertEq(outbox.root(), EMPTY_ROOT);
        vm.assertEq(outbox.count(), 0);
        vm.assertEq(vm.load(address(outbox), 0), EMPTY_ROOT);
    }

    function test_append_carriesTheWholeLeaf() public {
        Leaf memory leaf = Leaf(0, 2, L1_CHAIN, address(3), address(4), address(5), 600, 7, 0);
        bytes32 hash = _slowLeafHash(leaf);
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = hash;
        vm.expectEmit(true, true, true, true, address(outbox));
        emit IOutbox.WithdrawalAppended(
            0, address(4), address(5), 2, L1_CHAIN, address(3), 600, 7, 0, hash, ReferenceTree.root(leaves, 32)
        );
        vm.assertEq(_append(leaf), 0);
        vm.assertEq(vault.hashLeaf(leaf), hash);
    }

    function testFuzz_roots_matchReferenceTree_afterEveryAppend(uint256 seed) public {
        bytes32[] memory leaves;
        for (uint256 i = 0; i < 40; ++i) {
            Leaf memory leaf =
                Leaf(uint64(i), 1, L1_CHAIN, address(0), address(4), address(5), 1 + (seed >> i) % 1000, 0, 0);
            vm.assertEq(_append(leaf), i);
            leaves = _with(leaves, _slowLeafHash(leaf));
            vm.assertEq(outbox.root(), ReferenceTree.root(leaves, 32));
            vm.assertEq(outbox.count(), i + 1);
        }
        vm.assertEq(vm.load(address(outbox), 0), outbox.root());
        vm.assertEq(uint256(vm.load(address(outbox), bytes32(uint256(1)))), 40);
    }

    /// @dev Deep in the tree, where a run from zero cannot reach: frontier and count as 2^20 - 1 and 2^20 leaves would leave them.
    function test_append_acrossPowersOfTwo() public {
        uint256 count = 2 ** 20 - 1;
        bytes32[] memory peaks = new bytes32[](20);
        vm.store(address(outbox), bytes32(uint256(1)), bytes32(count));
        for (uint256 level = 0; level < 20; ++level) {
            peaks[level] = keccak256(abi.encode("peak", level));
            vm.store(address(outbox), bytes32(2 + level), peaks[level]);
        }
        Leaf memory leaf = Leaf(uint64(count), 1, L1_CHAIN, address(0), address(4), address(5), 1, 0, 0);
        _append(leaf);
        bytes32 node = _slowLeafHash(leaf);
        bytes32 empty;
        for (uint256 level = 0; level < 32; ++level) {
            node = keccak256(level < 20 ? abi.encodePacked(peaks[level], node) : abi.encodePacked(node, empty));
            empty = keccak256(abi.encodePacked(empty, empty));
        }
        vm.assertEq(outbox.root(), node);
        (uint256 mask, bytes32[] memory siblings) = (2 ** 20 - 1, peaks);
        vm.assertEq(outbox.count(), 2 ** 20);
        // The same siblings prove the leaf on L1.
        vm.assertEq(this.rootOf(_slowLeafHash(leaf), count, mask, siblings), node);
    }

    function test_full_reverts() public {
        vm.store(address(outbox), bytes32(uint256(1)), bytes32(uint256(2 ** 32)));
        Leaf memory leaf = Leaf(0, 1, L1_CHAIN, address(0), address(4), address(5), 1, 0, 0);
        vm.expectRevert(IOutbox.TreeFull.selector);
        _append(leaf);
    }

    function testFuzz_T23_onlyPredeploysThatTake_mayAppend(address caller) public {
        vm.assume(caller != Predeploys.ASSET_BRIDGE && caller != Predeploys.NATIVE_VAULT);
        vm.assume(caller != Predeploys.INBOX && caller != Predeploys.NFT_BRIDGE);
        vm.assume(caller != Predeploys.MESSENGER && caller != Predeploys.TOKEN_VAULT);
        vm.assume(caller != Predeploys.COLLECTION_VAULT);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.NotAnAppender.selector, caller));
        outbox.append(1, L1_CHAIN, address(0), address(4), address(5), 1, 0, 0);
    }

    function test_senselessWithdrawals_revert() public {
        Leaf memory leaf = Leaf(0, 1, L1_CHAIN, address(0), address(4), address(0), 1, 0, 0);
        vm.expectRevert(IOutbox.NoRecipient.selector);
        _append(leaf);
        (leaf.to, leaf.amount) = (address(5), 0);
        vm.expectRevert(IOutbox.NoAmount.selector);
        _append(leaf);
        (leaf.amount, leaf.fee) = (5, 6);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.FeeExceedsAmount.selector, 6, 5));
        _append(leaf);
    }

    /// @dev Plain loop over a mask, apart from the library.
    function rootOf(bytes32 leaf, uint256 index, uint256 mask, bytes32[] calldata siblings)
        external
        pure
        returns (bytes32 node)
    {
        node = leaf;
        bytes32 empty;
        uint256 used;
        for (uint256 level = 0; level < 32; ++level) {
            bytes32 sibling = mask & (1 << level) == 0 ? empty : siblings[used++];
            bool right = index & (1 << level) != 0;
            node = keccak256(right ? abi.encodePacked(sibling, node) : abi.encodePacked(node, sibling));
            empty = keccak256(abi.encodePacked(empty, empty));
        }
    }

    function _append(Leaf memory l) private returns (uint64) {
        vm.prank(Predeploys.ASSET_BRIDGE);
        return outbox.append(l.kind, l.originChain, l.token, l.from, l.to, l.amount, l.fee, l.dataHash);
    }

    function _with(bytes32[] memory list, bytes32 item) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i = 0; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = item;
    }
}
