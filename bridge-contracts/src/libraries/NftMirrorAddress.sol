// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Predeploys} from "../l2/Predeploys.sol";
import {Kinds} from "./Kinds.sol";

/// @title Addresses of the sidechain's mirrors of NFTs
/// @dev Trust: none; pure. Used on both chains, see `MirrorAddress`.
library NftMirrorAddress {
    /// @dev keccak256 of the creation codes as compiled for the sidechain; the build compares them.
    bytes32 internal constant ERC721_INIT_CODE_HASH = 0x23019cf18b86de21857b3dbdf1075103404c7344b0b7002b2268e0cae99ba221;
    bytes32 internal constant ERC1155_INIT_CODE_HASH = 0xbd094da0d57b7536593bd3dfda0477f33728c802569dc4b567a4cadfb6f77009;

    /// @notice Mirror of a collection.
    /// @param kind ERC-721 or ERC-1155.
    /// @param originChain Chain the collection comes from.
    /// @param token The collection there.
    function mirrorOf(uint8 kind, uint256 originChain, address token) internal pure returns (address) {
        bytes32 code = kind == Kinds.ERC721 ? ERC721_INIT_CODE_HASH : ERC1155_INIT_CODE_HASH;
        bytes32 salt = keccak256(abi.encode(originChain, token));
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), Predeploys.NFT_MIRROR_FACTORY, salt, code));
        return address(uint160(uint256(hash)));
    }
}
