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

/// @notice What small claims took of the lane kept for them. One slot, touched only when the bucket is empty.
struct Lane {
    /// Paid and not yet refilled, smallest unit.
    uint128 used;
    /// When `used` was last brought up to date, L1 seconds.
    uint40 usedAt;
}

/// @title Refilling bucket for instant payments
/// @notice The bucket holds a share of the ledger and refills evenly, so no calendar boundary doubles it.
/// @dev Trust: none; pure. Capacity is a share of `locked + used`, the ledger as it stood before the outflow that still counts.
/// Over any time t the outflow is at most capacity * (1 + t / refill time). Small claims that find the bucket empty have a bucket of
/// their own, the lane, so that whoever empties the big one cannot keep them waiting (T30).
library RefillingBucket {
    uint256 private constant BPS = 10_000;
    /// @dev A claim of at most this share of the ledger is small, basis points.
    uint256 internal constant SMALL_BPS = 1;
    /// @dev Share of the ledger that small claims may take in one refill period, basis points.
    uint256 internal constant LANE_BPS = 50;

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

    /// @notice How long a claim waits that cannot be paid at once, seconds.
    function patience(Ledger memory ledger, Limits memory limits, uint256 amount) internal pure returns (uint256) {
        uint256 base = uint256(ledger.locked) + ledger.used;
        return amount > (base * limits.largeBps) / BPS ? limits.largeQueueSeconds : limits.queueSeconds;
    }

    /// @notice True if the lane may serve a claim of that amount.
    function isSmall(Ledger memory ledger, uint256 amount) internal pure returns (bool) {
        return amount <= ((uint256(ledger.locked) + ledger.used) * SMALL_BPS) / BPS;
    }

    /// @notice State of the lane now.
    function laneState(Lane memory lane, Ledger memory ledger, Limits memory limits)
        internal
        view
        returns (uint256 used, uint256 capacity)
    {
        capacity = ((uint256(ledger.locked) + ledger.used) * LANE_BPS) / BPS;
        uint256 refilled = (capacity * (block.timestamp - lane.usedAt)) / limits.refillSeconds;
        used = refilled < lane.used ? lane.used - refilled : 0;
    }

    /// @notice Takes a small amount from the lane if there is room.
    function takeSmall(Lane memory lane, Ledger memory ledger, Limits memory limits, uint256 amount)
        internal
        view
        returns (bool)
    {
        (uint256 used, uint256 capacity) = laneState(lane, ledger, limits);
        if (used + amount > capacity) return false;
        lane.used = uint128(used + amount); // at most capacity, a share of a uint128 and a uint96
        lane.usedAt = uint40(block.timestamp);
        return true;
    }
}
