// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Leaves of the tree over the blocks of one checkpoint
/// @dev Trust: none; pure. The leaf of block `number` stands at index `number - firstBlock`.
library BlocksTree {
    /// @dev Levels above the leaves; a checkpoint covers at most 2^16 blocks.
    uint256 internal constant DEPTH = 16;

    /// @notice Hash of a leaf, hashed twice.
    function leafHash(uint256 number, bytes32 blockHash) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(number, blockHash))));
    }
}
