// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Addresses of the L1 mirrors of the sidechain's own tokens
/// @dev Trust: none; pure. Used on both chains, see `MirrorAddress`: an address follows from bridge and token, nobody can map it anew.
library HomeMirrorAddress {
    /// @dev keccak256 of the creation code of `HomeMirror` as compiled for L1; the build compares it.
    bytes32 internal constant INIT_CODE_HASH = 0x88441eac321cbff12b339e285fe3bf54d1bcb6d77cbb402d0c60ba7b2da4e55d;

    /// @notice Mirror of a token.
    /// @param mirrorBridge The bridge on L1 that creates it.
    /// @param originChain Chain id of the sidechain.
    /// @param token The token there.
    function mirrorOf(address mirrorBridge, uint256 originChain, address token) internal pure returns (address) {
        bytes32 salt = keccak256(abi.encode(originChain, token));
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), mirrorBridge, salt, INIT_CODE_HASH));
        return address(uint160(uint256(hash)));
    }
}
