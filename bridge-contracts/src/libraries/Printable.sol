// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Names as wallets and explorers may show them
/// @dev Trust: none; pure.
library Printable {
    /// @notice The text with everything but printable ASCII replaced, or the fallback if it is empty. Changes `value` in place.
    function text(string memory value, string memory fallback_) internal pure returns (string memory) {
        bytes memory raw = bytes(value);
        if (raw.length == 0) return fallback_;
        for (uint256 i = 0; i < raw.length; ++i) {
            if (raw[i] < 0x20 || raw[i] > 0x7e) raw[i] = "?";
        }
        return value;
    }
}
