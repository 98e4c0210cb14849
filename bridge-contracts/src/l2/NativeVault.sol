// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INativeVault} from "../interfaces/INativeVault.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title NativeVault
/// @dev Trust: `Inbox` for credits. If it credited without a deposit, coin would circulate that L1 does not hold. Coin that the
/// genesis gave to other accounts is not backed by L1 either: see README. A genesis contract. See `INativeVault`.
contract NativeVault is INativeVault {
    /// @dev Slot 0; written by the genesis, equal to the balance it gives.
    uint256 private _initialReserve;
    /// @dev Slot 1.
    uint256 private _credited;
    /// @dev Slot 2.
    uint256 private _withdrawn;

    /// @inheritdoc INativeVault
    function credit(address to, uint256 amount, uint256 gasForRecipient) external {
        if (msg.sender != Predeploys.INBOX) revert OnlyInbox(msg.sender);
        uint256 available = _initialReserve - outstanding();
        if (amount > available) revert ReserveExhausted(amount, available);
        _credited += amount;
        // The recipient never gets data: this contract's calls carry rights at the outbox.
        bool ok;
        // Proof: no memory is read or written. With less than gasForRecipient left the call gets 63/64 of the rest; the inbox
        // makes sure that it is more.
        assembly ("memory-safe") {
            ok := call(gasForRecipient, to, amount, 0, 0, 0, 0)
        }
        if (!ok) revert RecipientRefused(to);
    }

    /// @inheritdoc INativeVault
    function withdraw(address to, uint256 fee) external payable returns (uint64 index) {
        _takeBack();
        (, uint256 l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
        return
            IOutbox(Predeploys.OUTBOX)
                .append(Kinds.ETH, l1ChainId, address(0), msg.sender, to, msg.value, fee, bytes32(0));
    }

    /// @inheritdoc INativeVault
    function surrender() external payable {
        if (msg.sender != Predeploys.MESSENGER) revert OnlyMessenger(msg.sender);
        _takeBack();
    }

    /// @inheritdoc INativeVault
    function initialReserve() external view returns (uint256) {
        return _initialReserve;
    }

    /// @inheritdoc INativeVault
    function credited() external view returns (uint256) {
        return _credited;
    }

    /// @inheritdoc INativeVault
    function withdrawn() external view returns (uint256) {
        return _withdrawn;
    }

    /// @inheritdoc INativeVault
    function outstanding() public view returns (uint256) {
        return _credited - _withdrawn;
    }

    /// @inheritdoc INativeVault
    function reserves() external view returns (uint256 required, uint256 actual) {
        return (_initialReserve - outstanding(), address(this).balance);
    }

    /// @dev Coin that L1 does not hold cannot go there.
    function _takeBack() private {
        if (msg.value > outstanding()) revert ExceedsOutstanding(msg.value, outstanding());
        _withdrawn += msg.value;
    }
}
