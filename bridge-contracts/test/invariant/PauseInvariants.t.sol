// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {InvariantTest} from "../support/InvariantTest.sol";
import {PauseHandler} from "./PauseHandler.sol";

/// @title Whatever guardians, council and timelock do, pauses end and users go on
contract PauseInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    PauseHandler private handler;

    function setUp() public {
        handler = new PauseHandler();
        handler.setUp();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    /// @dev How often guardians and council may pause is demanded by the handler at each call, in both directions. Together they
    /// reach 18 days without a free second: a guardian before and one after the council's fortnight.
    function invariant_I10_everyPauseEnds() public view {
        uint256[4] memory obeyed = handler.obeyed();
        for (uint256 part = 0; part < handler.PARTS(); ++part) {
            vm.assertEq(obeyed[part], handler.until(part), "nobody else pauses");
            vm.assertLe(obeyed[part], block.timestamp + 14 days, "no end in sight");
            vm.assertLe(handler.longest(part), 18 days, "without a free second");
        }
    }

    function _compareAll() internal view override {
        invariant_I10_everyPauseEnds();
        handler.compareQueue();
    }

    /// @dev The worst that all of them together can do: exactly 18 days.
    function test_I10_theLongestPause_isEighteenDays() external {
        handler.guardianPauses(0, 0);
        vm.warp(block.timestamp + 48 hours);
        handler.councilPauses(0, 14 days);
        vm.warp(handler.until(0));
        handler.guardianPauses(1, 0);
        vm.assertEq(handler.longest(0), 18 days);
        invariant_I10_everyPauseEnds();
        handler.waitForTheEnd(0);
    }

    /// @dev The same actions by a fixed walk: proves that the handler reaches everything the invariant is about.
    function test_handler_reachesEveryOutcome() external {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 1500; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes4 action = actions[seed % actions.length];
            (bool ok, bytes memory reason) =
                address(handler).call(bytes.concat(action, abi.encode(seed >> 8, seed >> 64)));
            vm.assertTrue(ok, vm.toString(reason));
        }
        string[21] memory reached = [
            "guardianPaused",
            "noGuardian",
            "guardianCools",
            "councilPaused",
            "tooLong",
            "councilCools",
            "lifted",
            "guardiansChanged",
            "vetoed",
            "vetoCools",
            "vetoFails",
            "deposited",
            "accepted",
            "refused",
            "instant",
            "heldBack",
            "queued",
            "released",
            "overdue",
            "died",
            "ended"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        _compareAll();
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](14);
        actions[0] = handler.guardianPauses.selector;
        actions[1] = handler.councilPauses.selector;
        actions[2] = handler.lift.selector;
        actions[3] = handler.changeGuardians.selector;
        actions[4] = handler.veto.selector;
        actions[5] = handler.strangerPauses.selector;
        actions[6] = handler.deposit.selector;
        actions[7] = handler.withdraw.selector;
        actions[8] = handler.checkpoint.selector;
        actions[9] = handler.claim.selector;
        actions[10] = handler.release.selector;
        actions[11] = handler.dieAnyway.selector;
        actions[12] = handler.wait.selector;
        actions[13] = handler.waitForTheEnd.selector;
    }
}
