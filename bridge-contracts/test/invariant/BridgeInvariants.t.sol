// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {BridgeHandler} from "./BridgeHandler.sol";

/// @title What holds on L1 whatever is called in whatever order
contract BridgeInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    BridgeHandler private handler;
    IAnchor private anchor;
    IVault private vault;
    address[3] private tokens;
    address[4] private people;

    function setUp() public {
        handler = new BridgeHandler();
        handler.setUp();
        (anchor, vault) = handler.bridge();
        for (uint256 i = 0; i < tokens.length; ++i) {
            tokens[i] = handler.tokens(i);
        }
        for (uint256 i = 0; i < people.length; ++i) {
            people[i] = handler.people(i);
        }
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    function invariant_I1_I4_I6_I8_I11_I12() public view {
        _I1_I12_everyAssetIsSolvent();
        _I4_headNamesWhatWasAccepted();
        _I6_quorumIsNeverNothing();
        _I8_outflowIsBounded();
        _I11_depositChainIsTheEvents();
    }

    /// @dev The handler looks at each index that it claims or releases when it does.
    function _compareAll() internal view override {
        invariant_I1_I4_I6_I8_I11_I12();
        _I3_everyIndexIsPaidOnce();
    }

    /// @dev Nothing but the handler's own balance pays: locked = deposits - settled, and the balance covers locked, owed and gifts.
    function _I1_I12_everyAssetIsSolvent() private view {
        for (uint256 asset = 0; asset < tokens.length; ++asset) {
            BridgeHandler.Sums memory sums = handler.sums(asset);
            uint256 owed = 0;
            for (uint256 i = 0; i < people.length; ++i) {
                owed += vault.owed(people[i], tokens[asset]);
            }
            uint256 locked = vault.locked(tokens[asset]);
            vm.assertEq(locked, sums.deposited - sums.paidOut - owed, "locked = deposits - paid - owed");
            vm.assertEq(locked, sums.deposited - sums.settled, "locked = deposits - settled");
            vm.assertGe(sums.balance, locked, "balance >= locked");
            vm.assertEq(sums.balance, locked + owed + sums.forced, "nothing else lies there");
        }
    }

    function _I3_everyIndexIsPaidOnce() private view {
        uint256 sum = 0;
        for (uint256 index = 0; index < handler.acceptedLeaves(); ++index) {
            (, uint40 releaseAt,) = vault.queued(index);
            uint256 times = handler.timesSettled(index);
            sum += times;
            vm.assertEq(vault.isClaimed(index), handler.wasClaimed(index));
            vm.assertEq(times + (releaseAt == 0 ? 0 : 1), handler.wasClaimed(index) ? 1 : 0, "claimed = queued or paid");
        }
        vm.assertEq(sum, handler.settledLeaves());
    }

    /// @dev The order of heads is checked by the handler around every single action; here what the head names.
    function _I4_headNamesWhatWasAccepted() private view {
        (uint64 index,,, bytes32 digest) = anchor.head();
        (uint64 withdrawals, uint64 deposits,, bytes32 set) = anchor.headCounts();
        vm.assertEq(uint256(index), handler.checkpoints());
        vm.assertEq(uint256(withdrawals), handler.acceptedLeaves());
        vm.assertLe(deposits, vault.depositCount());
        vm.assertEq(set, anchor.setHash());
        if (index != 0) vm.assertEq(anchor.digestAt(index), digest);
    }

    function _I6_quorumIsNeverNothing() private view {
        (, uint8 size,) = anchor.signerSet();
        uint256 quorum = anchor.quorum();
        vm.assertGe(size, 1);
        vm.assertEq(size, handler.signers());
        vm.assertEq(quorum, (2 * uint256(size)) / 3 + 1);
        vm.assertLe(quorum, size);
    }

    /// @dev The default limits: 5 % of the ledger in a day, refilled evenly; so at most two buckets in any day.
    function _I8_outflowIsBounded() private view {
        for (uint256 asset = 0; asset < tokens.length; ++asset) {
            (uint256 all, uint256 largest) = handler.window(asset, 1 days);
            vm.assertLe(all, 2 * largest, "two buckets in a day");
            (uint256 atOnce, uint256 capacity) = handler.window(asset, 0);
            vm.assertLe(atOnce, capacity, "one bucket at once");
        }
    }

    function _I11_depositChainIsTheEvents() private view {
        uint256 deposits = handler.deposits();
        vm.assertEq(vault.depositCount(), deposits);
        vm.assertEq(vault.depositAcc(deposits), handler.depositAcc());
    }

    /// @dev The same actions by a fixed walk: proves that the handler reaches everything the invariants are about.
    function test_handler_reachesEveryOutcome() external {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 900; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes4 action = actions[seed % actions.length];
            bytes memory arguments =
                abi.encode(seed >> 8, seed >> 64, uint256(keccak256(abi.encode(seed))) >> 130, seed >> 200);
            (bool ok, bytes memory reason) = address(handler).call(bytes.concat(action, arguments));
            vm.assertTrue(ok, string(reason));
        }
        string[18] memory reached = [
            "deposit",
            "force",
            "withdraw",
            "lie",
            "checkpoint",
            "handOver",
            "submitWrong",
            "instant",
            "queued",
            "claimedAgain",
            "uncovered",
            "immature",
            "forged",
            "released",
            "tooEarly",
            "owed",
            "collected",
            "setMode"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        _compareAll();
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](14);
        actions[0] = handler.deposit.selector;
        actions[1] = handler.force.selector;
        actions[2] = handler.withdraw.selector;
        actions[3] = handler.lie.selector;
        actions[4] = handler.checkpoint.selector;
        actions[5] = handler.handOver.selector;
        actions[6] = handler.submitWrong.selector;
        actions[7] = handler.claim.selector;
        actions[8] = handler.claimForged.selector;
        actions[9] = handler.release.selector;
        actions[10] = handler.collect.selector;
        actions[11] = handler.setMode.selector;
        actions[12] = handler.wait.selector;
        actions[13] = handler.claim.selector;
    }
}
