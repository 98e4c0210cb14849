// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Predeploys} from "../l2/Predeploys.sol";

/// @title Addresses of the sidechain's mirrors
/// @dev Trust: none; pure. Used on both chains: an address that follows from the token alone needs no registry, and nothing but
/// the mirror's code can ever stand there.
library MirrorAddress {
    /// @dev keccak256 of the creation code of `MirrorERC20` as compiled for the sidechain. A test compares it with the factory's.
    bytes32 internal constant INIT_CODE_HASH = 0xbfd792f0ba47d99d67b41959ac92428d87eb50b50ecba6c18db0d3d2943a34ae;

    /// @notice Mirror of a token.
    /// @param originChain Chain the token comes from.
    /// @param token The token there.
    function mirrorOf(uint256 originChain, address token) internal pure returns (address mirror) {
        address factory = Predeploys.MIRROR_FACTORY;
        bytes32 initCodeHash = INIT_CODE_HASH;
        // CREATE2 (EIP-1014) with salt keccak256(abi.encode(originChain, token)); OpenZeppelin's Create2 costs 400 gas more, which
        // every withdrawal would pay. Proof: writes scratch space and past the free memory pointer only; address types are clean.
        assembly ("memory-safe") {
            mstore(0, originChain)
            mstore(32, and(token, 0xffffffffffffffffffffffffffffffffffffffff))
            let salt := keccak256(0, 64)
            let free := mload(64)
            mstore(free, or(shl(160, 0xff), factory))
            mstore(add(free, 32), salt)
            mstore(add(free, 64), initCodeHash)
            mirror := and(keccak256(add(free, 11), 85), 0xffffffffffffffffffffffffffffffffffffffff)
        }
    }
}
