// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INftMirror} from "../interfaces/INftMirror.sol";

/// @title Asks a contract whose mirror it says it is
/// @dev Trust: none. A contract may answer what it likes: callers compare it with the address at which the true mirror has to stand.
library OriginToken {
    /// @dev What it may use for the answer. Old tokens take all they get when asked for what they do not know.
    uint256 private constant ASK_GAS = 10_000;

    /// @notice The address it answers; zero if it does not answer like a mirror.
    function ask(address token) internal view returns (address original) {
        bytes4 selector = INftMirror.originToken.selector; // all mirrors have it
        bool answered;
        // Proof: selector and answer, of which at most one word is copied, use scratch space only.
        assembly ("memory-safe") {
            mstore(0, selector)
            answered := staticcall(ASK_GAS, token, 0, 4, 0, 32)
            answered := and(answered, eq(returndatasize(), 32))
            original := mul(answered, and(mload(0), 0xffffffffffffffffffffffffffffffffffffffff))
        }
    }
}
