// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INativeVault} from "../interfaces/INativeVault.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISideMessenger} from "../interfaces/ISideMessenger.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Messages} from "../libraries/Messages.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title SideMessenger
/// @dev Trust: none; every call gives up the coin its leaf names in the same call. A genesis contract. See `ISideMessenger`.
contract SideMessenger is ISideMessenger {
    /// @inheritdoc ISideMessenger
    function sendMessage(address to, uint64 gasLimit, uint256 fee, bytes calldata data)
        external
        payable
        returns (uint64 index)
    {
        Messages.check(gasLimit, data.length);
        if (fee > msg.value) revert FeeExceedsValue(fee, msg.value);
        if (msg.value != 0) INativeVault(Predeploys.NATIVE_VAULT).surrender{value: msg.value}();
        (, uint256 l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
        bytes32 dataHash = Messages.hash(gasLimit, fee, data);
        index = IOutbox(Predeploys.OUTBOX)
            .append(Kinds.MESSAGE, l1ChainId, address(0), msg.sender, to, msg.value, 0, dataHash);
        emit MessageSent(index, msg.sender, to, msg.value, gasLimit, fee, data);
    }
}
