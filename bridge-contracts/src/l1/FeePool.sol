// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IEvidence} from "../interfaces/IEvidence.sol";
import {IFeePool} from "../interfaces/IFeePool.sol";

/// @title FeePool
/// @dev Trust: none. A quorum of signers that lies could have its own lies taken back to earn the reward: at most one a day, and each
/// seen by everybody. See `IFeePool`.
contract FeePool is IFeePool, ReentrancyGuardTransient {
    /// @notice Time in which the budget fills up, and between two rewards, seconds.
    uint256 public constant PERIOD = 1 days;
    /// @notice Most that is paid above the base fee, wei per gas.
    uint256 public constant MAX_TIP = 2 gwei;
    /// @dev Gas outside of what is measured: the transaction itself and the payment.
    uint256 private constant OVERHEAD = 45_000;

    /// @notice The anchor.
    address public immutable ANCHOR;
    /// @notice Its verifier of evidence.
    address public immutable EVIDENCE;
    /// @notice What is paid for gas in one period at most, wei.
    uint256 public immutable BUDGET;
    /// @notice What is paid for evidence, wei.
    uint256 public immutable REWARD;

    /// @dev One slot: what of the budget was used at a time, and when the last reward was paid.
    uint128 private _used;
    uint40 private _usedAt;
    uint40 private _rewardedAt;

    /// @param anchor The anchor.
    /// @param budget Wei for gas per day.
    /// @param reward Wei for evidence.
    constructor(address anchor, uint128 budget, uint256 reward) {
        if (anchor.code.length == 0) revert BadConfiguration("anchor");
        (ANCHOR, EVIDENCE, BUDGET, REWARD) = (anchor, IAnchor(anchor).EVIDENCE(), budget, reward);
    }

    /// @notice Funds the pool.
    receive() external payable {
        emit Funded(msg.sender, msg.value);
    }

    /// @inheritdoc IFeePool
    function submit(bytes calldata call) external nonReentrant {
        uint256 before = gasleft();
        bytes4 selector = bytes4(call);
        if (selector != IAnchor.submit.selector && selector != IAnchor.submitMany.selector) revert NotPaidFor(selector);
        (uint64 index,,,) = IAnchor(ANCHOR).head();
        _forward(ANCHOR, call);
        // An empty batch accepts nothing.
        (uint64 current,,,) = IAnchor(ANCHOR).head();
        if (current == index) revert NotPaidFor(selector);
        _pay(_gasOf(before), 0);
    }

    /// @inheritdoc IFeePool
    function prove(bytes calldata call) external nonReentrant {
        uint256 before = gasleft();
        bytes4 selector = bytes4(call);
        bool challenge = selector == IEvidence.challengeHeader.selector || selector == IEvidence.challengeBlock.selector
            || selector == IEvidence.challengeState.selector;
        bool step = selector == IEvidence.submitSealed.selector || selector == IEvidence.rotateByVotes.selector;
        if (!challenge && !step) revert NotPaidFor(selector);
        _forward(EVIDENCE, call);
        bool rewarded = challenge && block.timestamp >= _rewardedAt + PERIOD;
        if (rewarded) _rewardedAt = uint40(block.timestamp);
        _pay(_gasOf(before), rewarded ? REWARD : 0);
    }

    /// @inheritdoc IFeePool
    function available() public view returns (uint256) {
        uint256 refilled = BUDGET * (block.timestamp - _usedAt) / PERIOD;
        uint256 used = _used > refilled ? _used - refilled : 0;
        return BUDGET > used ? BUDGET - used : 0;
    }

    function _forward(address target, bytes calldata call) private {
        (bool ok, bytes memory reason) = target.call(call);
        if (ok) return;
        // Proof: hands the revert data on as it came.
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    /// @dev Price of the gas used since `before`: the base fee and a bounded tip, never more than the caller itself pays.
    function _gasOf(uint256 before) private view returns (uint256 price) {
        price = block.basefee + MAX_TIP;
        if (tx.gasprice < price) price = tx.gasprice;
        price *= before - gasleft() + OVERHEAD;
    }

    function _pay(uint256 gas_, uint256 reward) private {
        uint256 most = available();
        if (gas_ > most) gas_ = most;
        _used = uint128(BUDGET - (most - gas_)); // at most the budget, a uint128
        _usedAt = uint40(block.timestamp);
        uint256 amount = gas_ + reward;
        if (amount > address(this).balance) amount = address(this).balance;
        if (amount == 0) return;
        emit Paid(msg.sender, amount);
        bool paid;
        // Proof: no memory is read or written.
        assembly ("memory-safe") {
            paid := call(gas(), caller(), amount, 0, 0, 0, 0)
        }
        if (!paid) revert PaymentRefused(msg.sender);
    }
}
