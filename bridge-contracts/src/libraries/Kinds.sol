// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Kinds of assets in deposits and withdrawal leaves
/// @dev 5 (message) is kept for the module that follows; unknown kinds are refused.
library Kinds {
    /// @notice The native coin of L1, native coin of the sidechain as well.
    uint8 internal constant ETH = 1;
    /// @notice A fungible token.
    uint8 internal constant ERC20 = 2;
    /// @notice Tokens of which each exists once.
    uint8 internal constant ERC721 = 3;
    /// @notice Tokens of many sorts in one contract.
    uint8 internal constant ERC1155 = 4;
}
