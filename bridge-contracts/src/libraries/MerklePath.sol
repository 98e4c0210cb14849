// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Paths in append-only trees of fixed depth, bound to the leaf's index
/// @dev Trust: none; pure. Node = keccak256(left ‖ right), empty leaf = 0. Leaves must be hashed twice by the caller, so that no
/// inner node can be a leaf. Siblings are never sorted: the index says which side each is on.
library MerklePath {
    /// @notice The index does not fit the depth.
    error IndexBeyondDepth(uint256 index, uint256 depth);
    /// @notice The mask names levels the tree does not have, or another number of siblings than supplied.
    error MaskMismatch(uint256 mask, uint256 siblings);

    /// @notice Root that results from placing `leaf` at `index`.
    /// @param leaf The leaf.
    /// @param index Its position.
    /// @param depth Depth of the tree, at most 64.
    /// @param mask Bit i: the sibling of level i is supplied; otherwise it is the empty subtree of that level.
    /// @param siblings The supplied siblings, lowest level first.
    function rootOf(bytes32 leaf, uint256 index, uint256 depth, uint256 mask, bytes32[] memory siblings)
        internal
        pure
        returns (bytes32 node)
    {
        if (index >> depth != 0) revert IndexBeyondDepth(index, depth);
        if (mask >> depth != 0) revert MaskMismatch(mask, siblings.length);
        node = leaf;
        bytes32 empty = 0;
        uint256 used = 0;
        for (uint256 level = 0; level < depth; ++level) {
            bytes32 sibling = empty;
            if ((mask >> level) & 1 == 1) {
                if (used == siblings.length) revert MaskMismatch(mask, siblings.length);
                sibling = siblings[used++];
            }
            node = (index >> level) & 1 == 1 ? hashPair(sibling, node) : hashPair(node, sibling);
            empty = hashPair(empty, empty);
        }
        if (used != siblings.length) revert MaskMismatch(mask, siblings.length);
    }

    /// @notice Hash of an inner node.
    function hashPair(bytes32 left, bytes32 right) internal pure returns (bytes32 node) {
        // Proof: writes only the 64 bytes of scratch space.
        assembly ("memory-safe") {
            mstore(0, left)
            mstore(32, right)
            node := keccak256(0, 64)
        }
    }
}
