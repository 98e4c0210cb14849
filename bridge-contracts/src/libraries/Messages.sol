// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a message may be
/// @dev Trust: none; pure. Used by the sending side of both chains, so that whatever is taken can be delivered: nothing is cut (T32).
library Messages {
    /// @notice Least gas for the recipient.
    uint64 internal constant MIN_GAS = 50_000;
    /// @notice Most gas for the recipient.
    uint64 internal constant MAX_GAS = 5_000_000;
    /// @notice Longest data of the call, bytes.
    uint256 internal constant MAX_DATA = 16_384;

    /// @notice The gas limit for the recipient lies outside 50k..5M.
    error MessageGasOutOfRange(uint64 gasLimit);
    /// @notice The data is longer than 16,384 bytes.
    error MessageTooLong(uint256 length);

    /// @notice Refuses what could not be delivered.
    function check(uint64 gasLimit, uint256 length) internal pure {
        if (gasLimit < MIN_GAS || gasLimit > MAX_GAS) revert MessageGasOutOfRange(gasLimit);
        if (length > MAX_DATA) revert MessageTooLong(length);
    }

    /// @notice What a leaf commits to as `dataHash`; one dynamic field only, so no byte can move between fields (T20).
    function hash(uint64 gasLimit, uint256 fee, bytes calldata data) internal pure returns (bytes32) {
        return keccak256(abi.encode(gasLimit, fee, data));
    }
}
