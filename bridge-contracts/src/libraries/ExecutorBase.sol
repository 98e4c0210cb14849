// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IExecutor} from "../interfaces/IExecutor.sol";

/// @title What makes the calls of messages
/// @dev Trust: none is put into it: no contract of the bridge gives it a right, it keeps no asset, and whatever anyone gives or approves to it
/// belongs to the next sender of a message. It refuses to call the bridge's own contracts all the same (T05). See `IExecutor`.
abstract contract ExecutorBase is IExecutor {
    /// @dev Slot 0; set only during a call. London has no transient storage.
    address private _sender;

    /// @inheritdoc IExecutor
    function execute(address from, address to, uint256 value, uint256 gasForRecipient, bytes calldata data)
        external
        payable
    {
        if (msg.sender != _deliverer()) revert OnlyDeliverer(msg.sender);
        if (_sender != address(0)) revert Busy();
        if (_isOurs(to)) revert ForbiddenTarget(to);
        _sender = from;
        bytes memory callData = data;
        bool ok;
        // Proof: reads the copy of the data only. What comes back is not copied: it could be as long as the gas lasts. With less than
        // gasForRecipient left the call gets 63/64 of the rest; whoever delivers makes sure that it is more.
        assembly ("memory-safe") {
            ok := call(gasForRecipient, to, value, add(callData, 32), mload(callData), 0, 0)
        }
        if (!ok) revert CallFailed(to);
        _sender = address(0);
    }

    /// @inheritdoc IExecutor
    function sender() external view returns (address) {
        return _sender;
    }

    /// @dev Who alone may have calls made.
    function _deliverer() internal view virtual returns (address);

    /// @dev True for contracts of this bridge, and for precompiles, which take coin and give nothing.
    function _isOurs(address target) internal view virtual returns (bool);

    /// @dev Precompiles of today and of forks to come.
    function _isPrecompile(address target) internal pure returns (bool) {
        return uint160(target) <= 0x1ff;
    }
}
