// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../interfaces/BridgeTypes.sol";

/// @title Leaves of the withdrawal tree
/// @dev Trust: none; pure. Used unchanged by the outbox, which writes leaves, and by the vault, which checks them.
library WithdrawalTree {
    /// @dev Prefix of every leaf.
    bytes32 internal constant LEAF_V1 = keccak256("PoaSidechain.Withdrawal.v1");
    /// @dev Levels above the leaves.
    uint256 internal constant DEPTH = 32;
    /// @dev Root of the tree without leaves.
    bytes32 internal constant EMPTY_ROOT = 0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757;

    /// @notice Hash of a leaf, hashed twice so that no inner node (64 bytes hashed once) can be one.
    function leafHash(Leaf memory leaf, bytes32 sidechainId, uint256 l1ChainId, address vault)
        internal
        pure
        returns (bytes32 hash)
    {
        // A static struct is encoded in place: the same bytes as its fields one by one.
        bytes32 inner = keccak256(abi.encode(LEAF_V1, sidechainId, l1ChainId, vault, leaf));
        // Proof: writes the first word of scratch space only.
        assembly ("memory-safe") {
            mstore(0, inner)
            hash := keccak256(0, 32)
        }
    }
}
