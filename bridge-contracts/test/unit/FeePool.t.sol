// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IEvidence} from "../../src/interfaces/IEvidence.sol";
import {IFeePool} from "../../src/interfaces/IFeePool.sol";
import {FeePool} from "../../src/l1/FeePool.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title Who carries checkpoints and evidence is paid, within the budget, for nothing else
contract FeePoolTest is SealedFixture {
    using SignerGroup for Group;

    uint256 private constant BUDGET = 0.01 ether;
    uint256 private constant REWARD = 0.5 ether;

    FeePool private pool;
    address private carrier;
    Checkpoint private good;

    function setUp() public override {
        super.setUp();
        carrier = _account("carrier");
        pool = FeePool(payable(_create("FeePool", abi.encode(anchor, uint128(BUDGET), REWARD))));
        vm.deal(address(this), 100 ether);
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        (bool ok,) = address(pool).call{value: 10 ether}("");
        vm.assertTrue(ok);
        vm.fee(10 gwei);
        vm.txGasPrice(11 gwei);
    }

    function test_submission_isPaidBack() public {
        bytes memory call = _call(_next());
        vm.prank(carrier);
        pool.submit(call);
        (uint64 index,,,) = anchor.head();
        vm.assertEq(index, 1);
        vm.assertGe(carrier.balance, 100_000 * 11 gwei, "about what a submission costs");
        vm.assertLe(carrier.balance, 300_000 * 11 gwei);
        vm.assertEq(pool.available(), BUDGET - carrier.balance);
    }

    /// @dev A price above base fee and tip is the caller's own affair.
    function test_theTip_isBounded() public {
        vm.txGasPrice(1000 gwei);
        bytes memory call = _call(_next());
        vm.prank(carrier);
        pool.submit(call);
        vm.assertLe(carrier.balance, 300_000 * 12 gwei);
    }

    function test_theBudget_fillsUpInADay() public {
        vm.fee(1000 gwei);
        vm.txGasPrice(1000 gwei);
        bytes memory call = _call(_next());
        vm.prank(carrier);
        pool.submit(call);
        vm.assertEq(carrier.balance, BUDGET, "no more than the budget");
        call = _call(_next());
        vm.prank(carrier);
        pool.submit(call);
        vm.assertEq(carrier.balance, BUDGET, "accepted, not paid");
        (uint64 index,,,) = anchor.head();
        vm.assertEq(index, 2);
        vm.warp(block.timestamp + 6 hours);
        vm.assertEq(pool.available(), BUDGET / 4);
        vm.warp(block.timestamp + 30 days);
        vm.assertEq(pool.available(), BUDGET);
    }

    function test_evidence_isRewarded_onceADay() public {
        for (uint256 i = 0; i < 3; ++i) {
            uint256 before = carrier.balance;
            bytes memory call = _lie();
            if (i == 2) vm.warp(block.timestamp + 1 days);
            vm.prank(carrier);
            pool.prove(call);
            uint256 earned = carrier.balance - before;
            vm.assertTrue(i == 1 ? earned < BUDGET : earned >= REWARD && earned < REWARD + BUDGET);
        }
    }

    function test_nothingElse_isPaidFor() public {
        bytes memory call = abi.encodeCall(IAnchor.submitMany, (new bytes[](0)));
        vm.expectRevert(abi.encodeWithSelector(IFeePool.NotPaidFor.selector, IAnchor.submitMany.selector));
        pool.submit(call);
        call = abi.encodeCall(IAnchor.head, ());
        vm.expectRevert(abi.encodeWithSelector(IFeePool.NotPaidFor.selector, IAnchor.head.selector));
        pool.submit(call);
        call = abi.encodeCall(IEvidence.ANCHOR, ());
        vm.expectRevert(abi.encodeWithSelector(IFeePool.NotPaidFor.selector, IEvidence.ANCHOR.selector));
        pool.prove(call);
        Checkpoint memory c = _next();
        c.index = 7;
        call = _call(c);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.WrongIndex.selector, 7, 1));
        pool.submit(call);
        vm.assertEq(pool.available(), BUDGET);
    }

    function test_anEmptyPool_letsTheCallPass() public {
        FeePool empty = FeePool(payable(_create("FeePool", abi.encode(anchor, uint128(BUDGET), REWARD))));
        bytes memory call = _call(_next());
        vm.prank(carrier);
        empty.submit(call);
        vm.assertEq(carrier.balance, 0);
        (uint64 index,,,) = anchor.head();
        vm.assertEq(index, 1);
    }

    /// @dev This contract takes no ether.
    function test_T29_aCallerThatRefuses_harmsOnlyItself() public {
        bytes memory call = _call(_next());
        vm.expectRevert(abi.encodeWithSelector(IFeePool.PaymentRefused.selector, address(this)));
        pool.submit(call);
    }

    function test_T02_poolsWithoutAnAnchor_cannotBeDeployed() public {
        vm.expectRevert(abi.encodeWithSelector(IFeePool.BadConfiguration.selector, "anchor"));
        new FeePool(address(0xdead), 1, 1);
    }

    function _call(Checkpoint memory c) private view returns (bytes memory) {
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), 15);
        return abi.encodeCall(IAnchor.submit, (c, group.set, 15, sigs, ""));
    }

    /// @dev Has a false first checkpoint accepted and returns what takes it back.
    function _lie() private returns (bytes memory) {
        Checkpoint memory c = _next();
        c.lastBlock = 1;
        c.lastTimestamp = uint64(START);
        blocks = _sealedFrom(1, 1, anchor.GENESIS_HASH(), keccak256("true"));
        _overBlocks(c);
        _submit(c);
        return abi.encodeCall(IEvidence.challengeHeader, (_accuse(good, c), blocks[0]));
    }
}
