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
    /// @notice Tokens of a collection of the sidechain, of which each exists once.
    uint8 internal constant SIDECHAIN_ERC721 = 7;
    /// @notice Tokens of many sorts of a collection of the sidechain.
    uint8 internal constant SIDECHAIN_ERC1155 = 8;

    /// @notice `ERC721` or `ERC1155` for collections of the sidechain, by the standard that they follow; zero for everything else.
    function standardOf(uint8 kind) internal pure returns (uint8) {
        return kind == SIDECHAIN_ERC721 ? ERC721 : kind == SIDECHAIN_ERC1155 ? ERC1155 : 0;
    }
}
