// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Kinds of assets in deposits and withdrawal leaves
/// @dev Unknown kinds are refused.
library Kinds {
    /// @notice The native coin of L1, native coin of the sidechain as well.
    uint8 internal constant ETH = 1;
    /// @notice A fungible token.
    uint8 internal constant ERC20 = 2;
    /// @notice Tokens of which each exists once.
    uint8 internal constant ERC721 = 3;
    /// @notice Tokens of many sorts in one contract.
    uint8 internal constant ERC1155 = 4;
    /// @notice A call of a contract on the other chain, with or without coin.
    uint8 internal constant MESSAGE = 5;
    /// @notice A fungible token that comes from the sidechain.
    uint8 internal constant SIDECHAIN_ERC20 = 6;
}
