// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf, Limits} from "../../src/interfaces/BridgeTypes.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ControlledToken} from "../support/Tokens.sol";

/// @title Instant limit, refilling bucket and queue with the default limits: 0.5 % each, 5 % a day, large above 10 %
contract VaultLimitsTest is L1Fixture {
    uint256 private constant HELD = 10_000 ether;
    address private alice;

    function setUp() public override {
        super.setUp();
        _deploy(5, 16, _defaultLimits(), 24 hours);
        alice = _account("alice");
        vm.deal(address(this), HELD);
        vault.depositETH{value: HELD}(address(1), 50_000, "");
    }

    function test_limits_areAsDeployed() public view {
        Limits memory l = vault.limits(address(0));
        vm.assertEq(l.instantBps, 50);
        vm.assertEq(l.bucketBps, 500);
        vm.assertEq(l.largeBps, 1000);
        vm.assertEq(l.refillSeconds, 1 days);
        vm.assertEq(l.queueSeconds, 1 hours);
        vm.assertEq(l.largeQueueSeconds, 1 days);
        (uint256 used, uint256 capacity) = vault.bucket(address(0));
        vm.assertEq(used, 0);
        vm.assertEq(capacity, 500 ether);
    }

    function test_overInstantLimit_isQueuedAnHour_thenPaid() public {
        Leaf memory leaf = _accepted(50 ether + 1);
        uint40 releaseAt = uint40(START + 1 hours);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.ClaimQueued(0, releaseAt);
        _claim(leaf);
        vm.assertEq(alice.balance, 0);
        vm.assertTrue(vault.isClaimed(0));
        vm.assertEq(vault.locked(address(0)), HELD);
        (bytes32 hash, uint40 at_, uint48 checkpoint) = vault.queued(0);
        vm.assertEq(hash, vault.hashLeaf(leaf));
        vm.assertEq(at_, releaseAt);
        vm.assertEq(checkpoint, 1);

        vm.warp(releaseAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IVault.NotReleasable.selector, 0, releaseAt));
        vault.release(0, leaf);
        vm.warp(releaseAt);
        vault.release(0, leaf);
        vm.assertEq(alice.balance, 50 ether + 1);
        vm.assertEq(vault.locked(address(0)), HELD - 50 ether - 1);
        vm.expectRevert(abi.encodeWithSelector(IVault.NotQueued.selector, 0));
        vault.release(0, leaf);
    }

    function test_large_isQueuedADay() public {
        Leaf memory leaf = _accepted(1000 ether + 1);
        _claim(leaf);
        (, uint40 releaseAt,) = vault.queued(0);
        vm.assertEq(releaseAt, START + 1 days);
    }

    function test_release_takesOnlyTheQueuedLeaf() public {
        Leaf memory leaf = _accepted(60 ether);
        _claim(leaf);
        vm.warp(START + 1 hours);
        bytes memory reason = abi.encodeWithSelector(IVault.NotTheQueuedLeaf.selector, 0);
        Leaf memory altered = abi.decode(abi.encode(leaf), (Leaf));
        altered.amount += 1;
        vm.expectRevert(reason);
        vault.release(0, altered);
        altered = abi.decode(abi.encode(leaf), (Leaf));
        altered.to = address(this);
        vm.expectRevert(reason);
        vault.release(0, altered);
        altered = abi.decode(abi.encode(leaf), (Leaf));
        altered.index = 1;
        vm.expectRevert(reason);
        vault.release(0, altered);
        vm.expectRevert(abi.encodeWithSelector(IVault.NotQueued.selector, 1));
        vault.release(1, altered);
        vault.release(0, leaf);
    }

    function test_T30_exhaustedBucket_queues_neverReverts() public {
        Leaf[] memory leaves = new Leaf[](12);
        for (uint256 i = 0; i < 12; ++i) {
            leaves[i] = _withdraw(1, address(0), alice, 49 ether, 0);
        }
        _submit(_next());
        for (uint256 i = 0; i < 12; ++i) {
            _claim(leaves[i]);
        }
        // 10 x 49 fit into 500; the rest waits an hour.
        vm.assertEq(alice.balance, 490 ether);
        vm.warp(START + 1 hours);
        vault.release(10, leaves[10]);
        vault.release(11, leaves[11]);
        vm.assertEq(alice.balance, 588 ether);
    }

    /// @dev A whale empties the bucket; small claims are served at once all the same, up to the lane's own capacity, never beyond.
    function test_T30_smallClaims_haveTheirOwnLane() public {
        _claimMany(10, 50 ether);
        (uint256 used, uint256 capacity) = vault.bucket(address(0));
        vm.assertGe(used + 1 ether, capacity);
        Leaf[] memory small = new Leaf[](53);
        for (uint256 i = 0; i < 53; ++i) {
            small[i] = _withdraw(1, address(0), address(0x5a11), 0.95 ether, 0);
        }
        Leaf memory notSmall = _withdraw(1, address(0), address(0xb16), 1.01 ether, 0);
        _submit(_next());
        _claim(notSmall);
        vm.assertEq(address(0xb16).balance, 0, "over a ten-thousandth of the ledger");
        for (uint256 i = 0; i < 53; ++i) {
            _claim(small[i]);
        }
        (used, capacity) = vault.lane(address(0));
        vm.assertLe(used, capacity);
        vm.assertEq(address(0x5a11).balance, used, "exactly what the lane took");
        vm.assertGe(used + 0.95 ether, capacity, "the lane is full");
        (, uint40 releaseAt,) = vault.queued(small[52].index);
        vm.assertEq(releaseAt, block.timestamp + 1 hours);
        vm.warp(block.timestamp + 12 hours);
        (uint256 later,) = vault.lane(address(0));
        vm.assertLe(later, used / 2 + 1 ether, "refills evenly");
    }

    function test_T31_bucketRefillsEvenly_noBoundaryDoubling() public {
        // Empty the bucket just before a calendar day ends, then ask again just after.
        vm.warp(1_800_057_600 - 1);
        _claimMany(10, 50 ether);
        vm.assertEq(alice.balance, 500 ether);
        vm.warp(1_800_057_600);
        _claimMany(1, 49 ether);
        vm.assertEq(alice.balance, 500 ether, "refilled at midnight");
        vm.warp(1_800_057_600 + 12 hours);
        (uint256 used, uint256 capacity) = vault.bucket(address(0));
        vm.assertEq(capacity, 500 ether);
        vm.assertTrue(used < 250.1 ether && used > 249.9 ether);
    }

    /// @dev T01: with all keys stolen, what leaves at once in time t is at most capacity * (1 + t / refill).
    function testFuzz_T01_stolenQuorum_instantLossIsBounded(uint256 seed) public {
        uint256 paid;
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < 30; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 before = alice.balance;
            _claim(_accepted(1 + random % 50 ether));
            paid += alice.balance - before;
            // Bucket and lane together.
            uint256 bound = 550 ether * (1 days + block.timestamp - start) / 1 days;
            vm.assertLe(paid, bound);
            vm.warp(block.timestamp + (random >> 128) % 20 minutes);
        }
    }

    function test_queueIsServed_thoughAnotherTokenRefuses() public {
        ControlledToken bad = new ControlledToken();
        bad.mint(address(this), 1000);
        bad.approve(address(vault), 1000);
        vault.deposit20(address(bad), 1000, address(1), 50_000, "");
        Leaf memory stuck = _withdraw(2, address(bad), alice, 900, 0);
        Leaf memory fine = _withdraw(1, address(0), alice, 60 ether, 0);
        _submit(_next());
        _claim(stuck);
        _claim(fine);
        bad.setPaused(true);
        vm.warp(START + 1 days);
        vm.expectRevert(ControlledToken.Paused.selector);
        vault.release(0, stuck);
        vault.release(1, fine);
        vm.assertEq(alice.balance, 60 ether);
        bad.setPaused(false);
        vault.release(0, stuck);
        vm.assertEq(bad.balanceOf(alice), 900);
    }

    function test_releaseBeyondLedger_reverts_andStays() public {
        // Two withdrawals that together exceed what is held: only false checkpoints can do that.
        Leaf memory first = _withdraw(1, address(0), alice, 6000 ether, 0);
        Leaf memory second = _withdraw(1, address(0), alice, 6000 ether, 0);
        _submit(_next());
        _claim(first);
        _claim(second);
        vm.warp(START + 1 days);
        vault.release(0, first);
        vm.expectRevert(abi.encodeWithSelector(IVault.InsufficientLocked.selector, address(0), 4000 ether, 6000 ether));
        vault.release(1, second);
        (, uint40 releaseAt,) = vault.queued(1);
        vm.assertEq(releaseAt, START + 1 days);
    }

    function test_T02_senselessLimits_cannotBeDeployed() public {
        _refusedLimits(Limits(501, 500, 1000, 1 days, 1 hours, 1 days), "bucketBps");
        _refusedLimits(Limits(50, 10_001, 1000, 1 days, 1 hours, 1 days), "bucketBps");
        _refusedLimits(Limits(50, 500, 49, 1 days, 1 hours, 1 days), "largeBps");
        _refusedLimits(Limits(50, 500, 10_001, 1 days, 1 hours, 1 days), "largeBps");
        _refusedLimits(Limits(50, 500, 1000, 0, 1 hours, 1 days), "refillSeconds");
        _refusedLimits(Limits(50, 500, 1000, 31 days, 1 hours, 1 days), "refillSeconds");
        _refusedLimits(Limits(50, 500, 1000, 1 days, 0, 1 days), "queueSeconds");
        _refusedLimits(Limits(50, 500, 1000, 1 days, 2 days, 1 days), "queueSeconds");
        _refusedLimits(Limits(50, 500, 1000, 1 days, 1 hours, 8 days), "largeQueueSeconds");
    }

    function deployWith(Limits memory l) external {
        _deployWith(Headers.genesis(16, group.set, GENESIS_TIME), address(0), _openLimits(), l, 0);
    }

    function _refusedLimits(Limits memory l, string memory what) private {
        try this.deployWith(l) {
            vm.assertTrue(false, what);
        } catch (bytes memory given) {
            vm.assertEq(given, abi.encodeWithSelector(IVault.BadConfiguration.selector, what), what);
        }
    }

    function _accepted(uint256 amount) private returns (Leaf memory leaf) {
        leaf = _withdraw(1, address(0), alice, amount, 0);
        _submit(_next());
    }

    function _claimMany(uint256 n, uint256 amount) private {
        for (uint256 i = 0; i < n; ++i) {
            _claim(_accepted(amount));
        }
    }
}
