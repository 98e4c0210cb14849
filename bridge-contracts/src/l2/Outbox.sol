// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../interfaces/BridgeTypes.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {MirrorAddress} from "../libraries/MirrorAddress.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title Outbox
/// @dev Trust: `AssetBridge`, `NftBridge`, `NativeVault`, `TokenVault`, `CollectionVault`, `SideMessenger`, `Inbox` and the mirrors, each of
/// which gives the asset up in the same call. If one of them appended a leaf without, L1 would pay for nothing. A genesis contract; the genesis writes the empty root into slot 0.
/// See `IOutbox`.
contract Outbox is IOutbox {
    /// @dev What every leaf commits to besides its own fields.
    struct Identity {
        bytes32 sidechainId;
        address vault;
        uint96 l1ChainId;
    }

    /// @dev Slot 0; written by the genesis.
    bytes32 private _root;
    /// @dev Slot 1.
    uint256 private _count;
    /// @dev Slots 2..33: per level the left neighbour still waiting for its right one.
    bytes32[32] private _frontier;
    /// @dev Slots 34 and 35: a copy of what the registry was bound to, which never changes; asking it costs each withdrawal 2,800
    /// gas more. Zero until the first withdrawal.
    Identity private _bound;

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
        bool allowed = msg.sender == Predeploys.ASSET_BRIDGE || msg.sender == Predeploys.NATIVE_VAULT
            || msg.sender == Predeploys.INBOX || msg.sender == Predeploys.NFT_BRIDGE
            || msg.sender == Predeploys.MESSENGER || msg.sender == Predeploys.TOKEN_VAULT
            || msg.sender == Predeploys.COLLECTION_VAULT;
        if (!allowed) revert NotAnAppender(msg.sender);
        return _append(Leaf(0, kind, originChain, token, from, to, amount, fee, dataHash), _identity());
    }

    /// @inheritdoc IOutbox
    function appendBurnt(address token, address from, address to, uint256 amount, uint256 fee)
        external
        returns (uint64 index)
    {
        Identity memory identity = _identity();
        // Only the factory's code for this very token can stand at this address, and only after the factory has put it there.
        if (msg.sender != MirrorAddress.mirrorOf(identity.l1ChainId, token)) revert NotAnAppender(msg.sender);
        return _append(Leaf(0, Kinds.ERC20, identity.l1ChainId, token, from, to, amount, fee, bytes32(0)), identity);
    }

    /// @inheritdoc IOutbox
    function root() external view returns (bytes32) {
        return _root;
    }

    /// @inheritdoc IOutbox
    function count() external view returns (uint64) {
        return uint64(_count);
    }

    /// @dev Whom the leaves are for.
    function _identity() private returns (Identity memory identity) {
        identity = _bound;
        if (identity.sidechainId != 0) return identity;
        (bytes32 sidechainId, uint256 l1ChainId, address vault) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
        identity = Identity(sidechainId, vault, uint96(l1ChainId)); // the registry bounds the chain id
        _bound = identity;
    }

    function _append(Leaf memory leaf, Identity memory identity) private returns (uint64 index) {
        index = uint64(_count);
        if (index == 1 << WithdrawalTree.DEPTH) revert TreeFull();
        if (leaf.to == address(0)) revert NoRecipient();
        if (leaf.amount == 0 && leaf.kind != Kinds.MESSAGE) revert NoAmount();
        if (leaf.fee > leaf.amount) revert FeeExceedsAmount(leaf.fee, leaf.amount);
        leaf.index = index;
        bytes32 hash = WithdrawalTree.leafHash(leaf, identity.sidechainId, identity.l1ChainId, identity.vault);
        _emit(leaf, hash, _insert(hash, index));
    }

    /// @dev Walks up from the new leaf: where it is a right child its neighbour waits in the frontier, where it is a left child
    /// everything to its right is empty. The first left position keeps the subtree finished so far.
    function _insert(bytes32 leaf, uint256 index) private returns (bytes32 node) {
        bytes memory empties = MerklePath.emptySubtrees();
        node = leaf;
        // Proof: index < 2^32, so a zero bit is found below level 32; levels stay below 32, so slots stay within the frontier and
        // reads within the 32 words of empties; hashing uses scratch space.
        assembly ("memory-safe") {
            let slot := _frontier.slot
            let path := index
            for {} and(path, 1) { path := shr(1, path) } {
                mstore(0, sload(slot))
                mstore(32, node)
                node := keccak256(0, 64)
                slot := add(slot, 1)
            }
            sstore(slot, node)
            let empty := add(add(empties, 32), shl(5, sub(slot, _frontier.slot)))
            let end := add(empties, 1056)
            for {} path { path := shr(1, path) } {
                switch and(path, 1)
                case 0 {
                    mstore(0, node)
                    mstore(32, mload(empty))
                }
                default {
                    mstore(0, sload(slot))
                    mstore(32, node)
                }
                node := keccak256(0, 64)
                slot := add(slot, 1)
                empty := add(empty, 32)
            }
            // To the right of the newest leaf's highest bit nothing has ever been. Two levels a round, which saves 400 gas.
            mstore(0, node)
            if and(shr(5, sub(end, empty)), 1) {
                mstore(32, mload(empty))
                mstore(0, keccak256(0, 64))
                empty := add(empty, 32)
            }
            for {} lt(empty, end) { empty := add(empty, 64) } {
                mstore(32, mload(empty))
                mstore(0, keccak256(0, 64))
                mstore(32, mload(add(empty, 32)))
                mstore(0, keccak256(0, 64))
            }
            node := mload(0)
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
