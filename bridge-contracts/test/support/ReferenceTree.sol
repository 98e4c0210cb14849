// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Slow and plain Merkle tree: what `MerklePath` and `Outbox` are compared with
/// @dev Builds every level as an array, one in the place of the other; shares no line with the code under test.
library ReferenceTree {
    function root(bytes32[] memory leaves, uint256 depth) internal pure returns (bytes32 node) {
        uint256 count = leaves.length;
        bytes32[] memory row = _copy(leaves);
        bytes32 empty = bytes32(0);
        for (uint256 level = 0; level < depth; ++level) {
            count = _up(row, count, empty);
            empty = _hash(empty, empty);
        }
        node = count == 0 ? empty : row[0];
    }

    /// @dev Of a leaf that is there; above the last level with two nodes no sibling is filled.
    function proof(bytes32[] memory leaves, uint256 index, uint256 depth)
        internal
        pure
        returns (uint256 mask, bytes32[] memory siblings)
    {
        uint256 count = leaves.length;
        bytes32[] memory row = _copy(leaves);
        bytes32 empty = bytes32(0);
        bytes32[] memory found = new bytes32[](depth);
        uint256 used = 0;
        for (uint256 level = 0; level < depth && count > 1; ++level) {
            uint256 sibling = index % 2 == 0 ? index + 1 : index - 1;
            if (sibling < count) {
                mask += 2 ** level;
                found[used++] = row[sibling];
            }
            count = _up(row, count, empty);
            empty = _hash(empty, empty);
            index /= 2;
        }
        siblings = new bytes32[](used);
        for (uint256 i = 0; i < used; ++i) {
            siblings[i] = found[i];
        }
    }

    /// @dev Puts the next level in the place of the first `count` nodes of the row; how many nodes that has.
    function _up(bytes32[] memory row, uint256 count, bytes32 empty) private pure returns (uint256 half) {
        half = (count + 1) / 2;
        assembly ("memory-safe") {
            let from := add(row, 32)
            let to := from
            let last := add(from, mul(32, half))
            // The right neighbour of the last node of an odd row.
            if mod(count, 2) {
                mstore(0, mload(add(from, mul(32, sub(count, 1)))))
                mstore(32, empty)
                last := sub(last, 32)
            }
            let odd := keccak256(0, 64)
            for {} lt(to, last) {} {
                mstore(to, keccak256(from, 64))
                from := add(from, 64)
                to := add(to, 32)
            }
            if mod(count, 2) { mstore(to, odd) }
        }
    }

    function _hash(bytes32 left, bytes32 right) private pure returns (bytes32 node) {
        assembly ("memory-safe") {
            mstore(0, left)
            mstore(32, right)
            node := keccak256(0, 64)
        }
    }

    function _copy(bytes32[] memory leaves) private pure returns (bytes32[] memory row) {
        row = new bytes32[](leaves.length);
        for (uint256 i = 0; i < row.length; ++i) {
            row[i] = leaves[i];
        }
    }
}
