// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Kinds of assets in deposits and withdrawal leaves
/// @dev 3 (ERC-721), 4 (ERC-1155) and 5 (message) are kept for the modules that follow; unknown kinds are refused.
library Kinds {
    /// @notice The native coin of L1, native coin of the sidechain as well.
    uint8 internal constant ETH = 1;
    /// @notice A fungible token.
    uint8 internal constant ERC20 = 2;
}
