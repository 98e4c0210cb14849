// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ExecutorBase} from "../libraries/ExecutorBase.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title SideExecutor
/// @dev Trust: none is put into it. Coin of a message comes from the native vault just before the call. A genesis contract. See `ExecutorBase`.
contract SideExecutor is ExecutorBase {
    /// @notice Coin was sent by another than the native vault: it would belong to nobody.
    error OnlyNativeVault(address caller);

    /// @notice Takes the coin of the message that is about to be delivered.
    receive() external payable {
        if (msg.sender != Predeploys.NATIVE_VAULT) revert OnlyNativeVault(msg.sender);
    }

    function _deliverer() internal pure override returns (address) {
        return Predeploys.INBOX;
    }

    function _isOurs(address target) internal pure override returns (bool) {
        return _isPrecompile(target) || Predeploys.isReserved(target);
    }
}
