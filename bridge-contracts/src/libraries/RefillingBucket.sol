// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Limits} from "../interfaces/BridgeTypes.sol";

/// @notice What the vault holds of one asset and how fast it left lately. One slot.
struct Ledger {
    /// Deposits less payments, smallest unit.
    uint128 locked;
    /// Instantly paid and not yet refilled, smallest unit.
    uint96 used;
    /// When `used` was last brought up to date, L1 seconds.
    uint32 usedAt;
}

/// @title Refilling bucket for instant payments
/// @notice The bucket holds a share of the ledger and refills evenly, so no calendar boundary doubles it.
/// @dev Trust: none; pure. Capacity is a share of `locked + used`, the ledger as it stood before the outflow that still counts.
/// Over any time t the outflow is at most capacity * (1 + t / refill time).
library RefillingBucket {
    uint256 private constant BPS = 10_000;

    /// @notice State of the bucket now.
    function state(Ledger memory ledger, Limits memory limits)
        internal
        view
        returns (uint256 used, uint256 capacity, uint256 base)
    {
        base = uint256(ledger.locked) + ledger.used;
        capacity = (base * limits.bucketBps) / BPS;
        if (capacity > type(uint96).max) capacity = type(uint96).max;
        uint256 refilled = (capacity * (block.timestamp - ledger.usedAt)) / limits.refillSeconds;
        used = refilled < ledger.used ? ledger.used - refilled : 0;
    }

    /// @notice Takes `amount` if it may be paid at once; otherwise says how long it must wait.
    /// @return wait 0 if taken, else seconds to wait.
    function take(Ledger memory ledger, Limits memory limits, uint256 amount) internal view returns (uint256 wait) {
        (uint256 used, uint256 capacity, uint256 base) = state(ledger, limits);
        if (amount > (base * limits.largeBps) / BPS) return limits.largeQueueSeconds;
        if (amount > (base * limits.instantBps) / BPS || used + amount > capacity) return limits.queueSeconds;
        ledger.used = uint96(used + amount);
        ledger.usedAt = uint32(block.timestamp);
    }
}
