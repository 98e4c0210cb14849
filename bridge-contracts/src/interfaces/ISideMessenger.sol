// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Sends messages from the sidechain to L1
/// @dev Trust: anyone may send. Messages the other way come through the inbox and are delivered by `Executor`.
interface ISideMessenger {
    /// @notice A message is in the withdrawal tree. `leafHash` is in the event of the outbox.
    event MessageSent(
        uint64 indexed index,
        address indexed from,
        address indexed to,
        uint256 value,
        uint64 gasLimit,
        uint256 fee,
        bytes data
    );

    /// @notice The fee exceeds the coin sent along.
    error FeeExceedsValue(uint256 fee, uint256 value);

    /// @notice Sends a message to L1. Coin sent along arrives there as ETH.
    /// @param to Who is called on L1.
    /// @param gasLimit Gas it gets, 50k..5M.
    /// @param fee Part of the coin that whoever delivers the message gets, wei.
    /// @param data Data of the call, at most 16,384 bytes.
    /// @return index Position in the withdrawal tree.
    function sendMessage(address to, uint64 gasLimit, uint256 fee, bytes calldata data)
        external
        payable
        returns (uint64 index);
}
