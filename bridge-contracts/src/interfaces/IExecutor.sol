// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Makes the calls that messages of the other chain ask for
/// @dev Trust: none is put into it. A contract that wants to act on messages checks both: that its caller is the executor, and that `sender`
/// is who it expects on the other chain. Either alone says nothing.
interface IExecutor {
    /// @notice Only what delivers messages may call: the messenger on L1, the inbox on the sidechain.
    error OnlyDeliverer(address caller);
    /// @notice A message is being delivered already.
    error Busy();
    /// @notice Messages may not call contracts of the bridge or precompiles.
    error ForbiddenTarget(address target);
    /// @notice The recipient reverted, or had too little gas.
    error CallFailed(address target);

    /// @notice Makes one call. Only what delivers messages.
    /// @param from Who sent the message on the other chain.
    /// @param to What is called.
    /// @param value Coin for it, wei; must have been given to this contract.
    /// @param gasForRecipient Gas it gets.
    /// @param data Data of the call.
    function execute(address from, address to, uint256 value, uint256 gasForRecipient, bytes calldata data) external payable;

    /// @notice Who sent the message that is being delivered; zero if none is.
    function sender() external view returns (address);
}
