// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Slow and plain Merkle tree: what `MerklePath` and `Outbox` are compared with
/// @dev Builds every level as an array; shares no line with the code under test.
library ReferenceTree {
    function root(bytes32[] memory leaves, uint256 depth) internal pure returns (bytes32 node) {
        (node,,) = _walk(leaves, 0, depth);
    }

    function proof(bytes32[] memory leaves, uint256 index, uint256 depth)
        internal
        pure
        returns (uint256 mask, bytes32[] memory siblings)
    {
        (, mask, siblings) = _walk(leaves, index, depth);
    }

    function _walk(bytes32[] memory leaves, uint256 index, uint256 depth)
        private
        pure
        returns (bytes32 node, uint256 mask, bytes32[] memory siblings)
    {
        bytes32 empty = bytes32(0);
        bytes32[] memory row = leaves;
        bytes32[] memory found = new bytes32[](depth);
        uint256 used;
        for (uint256 level = 0; level < depth; ++level) {
            uint256 sibling = index % 2 == 0 ? index + 1 : index - 1;
            if (sibling < row.length) {
                mask += 2 ** level;
                found[used++] = row[sibling];
            }
            bytes32[] memory next = new bytes32[]((row.length + 1) / 2);
            for (uint256 i = 0; i < next.length; ++i) {
                bytes32 right = 2 * i + 1 < row.length ? row[2 * i + 1] : empty;
                next[i] = keccak256(abi.encodePacked(row[2 * i], right));
            }
            empty = keccak256(abi.encodePacked(empty, empty));
            row = next;
            index /= 2;
        }
        node = row.length == 0 ? empty : row[0];
        siblings = new bytes32[](used);
        for (uint256 i = 0; i < used; ++i) {
            siblings[i] = found[i];
        }
    }
}
