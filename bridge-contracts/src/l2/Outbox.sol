// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../interfaces/BridgeTypes.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title Outbox
/// @dev Trust: `AssetBridge`, `NativeVault` and `Inbox`, each of which gives the asset up in the same call. If one of them appended a
/// leaf without, L1 would pay for nothing. A genesis contract; the genesis writes the empty root into slot 0. See `IOutbox`.
contract Outbox is IOutbox {
    /// @dev Slot 0; written by the genesis.
    bytes32 private _root;
    /// @dev Slot 1.
    uint256 private _count;
    /// @dev Slots 2..33: per level the left neighbour still waiting for its right one.
    bytes32[32] private _frontier;

    /// @inheritdoc IOutbox
    function append(
        uint8 kind,
        uint256 originChain,
        address token,
        address from,
        address to,
        uint256 amount,
        uint256 fee,
        bytes32 dataHash
    ) external returns (uint64 index) {
        _requireAppender();
        index = uint64(_count);
        if (index == 1 << WithdrawalTree.DEPTH) revert TreeFull();
        if (to == address(0)) revert NoRecipient();
        if (amount == 0) revert NoAmount();
        if (fee > amount) revert FeeExceedsAmount(fee, amount);
        Leaf memory leaf = Leaf(index, kind, originChain, token, from, to, amount, fee, dataHash);
        (bytes32 sidechainId, uint256 l1ChainId, address vault) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
        bytes32 hash = WithdrawalTree.leafHash(leaf, sidechainId, l1ChainId, vault);
        bytes32 newRoot = _insert(hash, index);
        _emit(leaf, hash, newRoot);
    }

    /// @inheritdoc IOutbox
    function root() external view returns (bytes32) {
        return _root;
    }

    /// @inheritdoc IOutbox
    function count() external view returns (uint64) {
        return uint64(_count);
    }

    function _requireAppender() private view {
        bool allowed = msg.sender == Predeploys.ASSET_BRIDGE || msg.sender == Predeploys.NATIVE_VAULT
            || msg.sender == Predeploys.INBOX;
        if (!allowed) revert NotAnAppender(msg.sender);
    }

    /// @dev Walks up from the new leaf: where it is a right child its neighbour waits in the frontier, where it is a left child
    /// everything to its right is empty. The first left position keeps the subtree finished so far.
    function _insert(bytes32 leaf, uint256 index) private returns (bytes32 node) {
        bytes memory empties = MerklePath.emptySubtrees();
        uint256 depth = WithdrawalTree.DEPTH;
        uint256 level = 0;
        node = leaf;
        for (; (index >> level) & 1 == 1; ++level) {
            node = MerklePath.hashPair(_frontier[level], node);
        }
        _frontier[level] = node; // index < 2^32, so a zero bit was found below level 32
        // Proof: levels stay below 32, so slots stay within the frontier and reads within the 32 words of empties; hashing uses
        // scratch space.
        assembly ("memory-safe") {
            for {} lt(level, depth) { level := add(level, 1) } {
                switch and(shr(level, index), 1)
                case 0 {
                    mstore(0, node)
                    mstore(32, mload(add(add(empties, 32), shl(5, level))))
                }
                default {
                    mstore(0, sload(add(_frontier.slot, level)))
                    mstore(32, node)
                }
                node := keccak256(0, 64)
            }
        }
        _root = node;
        _count = index + 1;
    }

    function _emit(Leaf memory leaf, bytes32 hash, bytes32 newRoot) private {
        emit WithdrawalAppended(
            leaf.index,
            leaf.from,
            leaf.to,
            leaf.kind,
            leaf.originChain,
            leaf.token,
            leaf.amount,
            leaf.fee,
            leaf.dataHash,
            hash,
            newRoot
        );
    }
}
