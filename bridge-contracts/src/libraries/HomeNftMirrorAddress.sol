// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Kinds} from "./Kinds.sol";

/// @title Addresses of the L1 mirrors of the sidechain's collections
/// @dev Trust: none; pure. Used on both chains, see `MirrorAddress`: an address follows from bridge and collection, nobody can map it anew.
library HomeNftMirrorAddress {
    /// @dev keccak256 of the creation codes as compiled for L1; the build compares them.
    bytes32 internal constant ERC721_INIT_CODE_HASH = 0xde43a0c0ae48e72d585c50f88f6501a20fa1ff1fbea1b16c6414b5ddb1b71486;
    bytes32 internal constant ERC1155_INIT_CODE_HASH = 0xc4f63ef444b5f0f1485fd0f8bf061abc8fbb8f2e921b23d26cf2d2f0be9263ba;

    /// @notice Mirror of a collection.
    /// @param bridge The `CollectionBridge` on L1.
    /// @param kind `Kinds.SIDECHAIN_ERC721` or `Kinds.SIDECHAIN_ERC1155`.
    /// @param originChain Chain id of the sidechain.
    /// @param token The collection there.
    function mirrorOf(address bridge, uint8 kind, uint256 originChain, address token) internal pure returns (address) {
        bytes32 code = kind == Kinds.SIDECHAIN_ERC721 ? ERC721_INIT_CODE_HASH : ERC1155_INIT_CODE_HASH;
        // The factory is the first contract that the bridge creates: keccak256(rlp([bridge, 1])).
        address factory = address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", bridge, hex"01")))));
        bytes32 salt = keccak256(abi.encode(originChain, token));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), factory, salt, code)))));
    }
}
