// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Bit counting
/// @dev Trust: none; pure.
library Bits {
    /// @notice Number of bits set.
    function count(uint256 bits) internal pure returns (uint256 n) {
        // Each round clears the lowest set bit; bits is not zero inside.
        unchecked {
            for (; bits != 0; bits &= bits - 1) {
                ++n;
            }
        }
    }
}
