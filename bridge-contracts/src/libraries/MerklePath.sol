// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";

/// @title Paths in append-only trees of fixed depth, bound to the leaf's index
/// @dev Trust: none; pure. Node = keccak256(left ‖ right), empty leaf = 0. Leaves must be hashed twice by the caller, so that no
/// inner node can be a leaf. Siblings are never sorted: the index says which side each is on.
library MerklePath {
    /// @dev Roots of the empty subtrees of levels 0..31: 0, then each hashed with itself. Recomputed by the tests; computing them
    /// here would cost each claim and each withdrawal 3,000 gas.
    bytes private constant EMPTY_SUBTREES = hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5"
        hex"b4c11951957c6f8f642c4af61cd6b24640fec6dc7fc607ee8206a99e92410d30"
        hex"21ddb9a356815c3fac1026b6dec5df3124afbadb485c9ba5a3e3398a04b7ba85"
        hex"e58769b32a1beaf1ea27375a44095a0d1fb664ce2dd358e7fcbfb78c26a19344"
        hex"0eb01ebfc9ed27500cd4dfc979272d1f0913cc9f66540d7e8005811109e1cf2d"
        hex"887c22bd8750d34016ac3c66b5ff102dacdd73f6b014e710b51e8022af9a1968"
        hex"ffd70157e48063fc33c97a050f7f640233bf646cc98d9524c6b92bcf3ab56f83"
        hex"9867cc5f7f196b93bae1e27e6320742445d290f2263827498b54fec539f756af"
        hex"cefad4e508c098b9a7e1d8feb19955fb02ba9675585078710969d3440f5054e0"
        hex"f9dc3e7fe016e050eff260334f18a5d4fe391d82092319f5964f2e2eb7c1c3a5"
        hex"f8b13a49e282f609c317a833fb8d976d11517c571d1221a265d25af778ecf892"
        hex"3490c6ceeb450aecdc82e28293031d10c7d73bf85e57bf041a97360aa2c5d99c"
        hex"c1df82d9c4b87413eae2ef048f94b4d3554cea73d92b0f7af96e0271c691e2bb"
        hex"5c67add7c6caf302256adedf7ab114da0acfe870d449a3a489f781d659e8becc"
        hex"da7bce9f4e8618b6bd2f4132ce798cdc7a60e7e1460a7299e3c6342a579626d2"
        hex"2733e50f526ec2fa19a22b31e8ed50f23cd1fdf94c9154ed3a7609a2f1ff981f"
        hex"e1d3b5c807b281e4683cc6d6315cf95b9ade8641defcb32372f1c126e398ef7a"
        hex"5a2dce0a8a7f68bb74560f8f71837c2c2ebbcbf7fffb42ae1896f13f7c7479a0"
        hex"b46a28b6f55540f89444f63de0378e3d121be09e06cc9ded1c20e65876d36aa0"
        hex"c65e9645644786b620e2dd2ad648ddfcbf4a7e5b1a3a4ecfe7f64667a3f0b7e2"
        hex"f4418588ed35a2458cffeb39b93d26f18d2ab13bdce6aee58e7b99359ec2dfd9"
        hex"5a9c16dc00d6ef18b7933a6f8dc65ccb55667138776f7dea101070dc8796e377"
        hex"4df84f40ae0c8229d0d6069e5c8f39a7c299677a09d367fc7b05e3bc380ee652"
        hex"cdc72595f74c7b1043d0e1ffbab734648c838dfb0527d971b602bc216c9619ef"
        hex"0abf5ac974a1ed57f4050aa510dd9c74f508277b39d7973bb2dfccc5eeb0618d"
        hex"b8cd74046ff337f0a7bf2c8e03e10f642c1886798d71806ab1e888d9e5ee87d0"
        hex"838c5655cb21c6cb83313b5a631175dff4963772cce9108188b34ac87c81c41e"
        hex"662ee4dd2dd7b2bc707961b1e646c4047669dcb6584f0d8d770daf5d7e7deb2e"
        hex"388ab20e2573d171a88108e79d820e98f26c0b84aa8b2f4aa4968dbb818ea322"
        hex"93237c50ba75ee485f4c22adf2f741400bdf8d6a9cc7df7ecae576221665d735"
        hex"8448818bb4ae4562849e949e17ac16e0be16688e156b5cf15e098c627c0056a9";

    /// @notice The index does not fit the depth.
    error IndexBeyondDepth(uint256 index, uint256 depth);
    /// @notice The mask names levels the tree does not have, or another number of siblings than supplied.
    error MaskMismatch(uint256 mask, uint256 siblings);

    /// @notice Root that results from placing `leaf` at `index`.
    /// @param leaf The leaf.
    /// @param index Its position.
    /// @param depth Depth of the tree, at most 32.
    /// @param mask Bit i: the sibling of level i is supplied; otherwise it is the empty subtree of that level.
    /// @param siblings The supplied siblings, lowest level first.
    function rootOf(bytes32 leaf, uint256 index, uint256 depth, uint256 mask, bytes32[] memory siblings)
        internal
        pure
        returns (bytes32 node)
    {
        if (index >> depth != 0) revert IndexBeyondDepth(index, depth);
        if (mask >> depth != 0) revert MaskMismatch(mask, siblings.length);
        if (Bits.count(mask) != siblings.length) revert MaskMismatch(mask, siblings.length);
        bytes memory empties = EMPTY_SUBTREES;
        node = leaf;
        // Proof: depth <= 32 bounds the reads of empties, the comparison above those of siblings; hashing uses scratch space.
        assembly ("memory-safe") {
            let next := add(siblings, 32)
            for { let level := 0 } lt(level, depth) { level := add(level, 1) } {
                let sibling := mload(add(add(empties, 32), shl(5, level)))
                if and(shr(level, mask), 1) {
                    sibling := mload(next)
                    next := add(next, 32)
                }
                // The node's place: 0 as a left child, 32 as a right one.
                let place := shl(5, and(shr(level, index), 1))
                mstore(place, node)
                mstore(xor(place, 32), sibling)
                node := keccak256(0, 64)
            }
        }
    }

    /// @notice Roots of the empty subtrees of levels 0..31, 32 bytes each.
    function emptySubtrees() internal pure returns (bytes memory) {
        return EMPTY_SUBTREES;
    }
}
