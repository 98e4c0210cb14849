// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What has code of its own
/// @dev Trust: none.
library Code {
    /// @dev Code of an account delegated by EIP-7702 has this length; no token is so short.
    uint256 private constant DELEGATION_LENGTH = 23;

    /// @notice True for a contract; false for an account without code or with a delegation, to which calls seem to succeed (T24).
    function isContract(address account) internal view returns (bool) {
        return account.code.length > DELEGATION_LENGTH;
    }
}
