// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {EscapeHandler} from "./EscapeHandler.sol";

/// @title What holds when a bridge dies and everybody leaves, in whatever order
contract EscapeInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    EscapeHandler private handler;
    IAnchor private anchor;

    function setUp() public {
        handler = new EscapeHandler();
        handler.setUp();
        (anchor,,) = handler.bridge();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    /// @dev The handler demands besides that each escape pays exactly what was due, that each second one is refused and that no
    /// checkpoint is accepted.
    function invariant_I9_escapesAreBounded_andTheRestIsThere() public view {
        (bool dead,,) = anchor.exitState();
        vm.assertEq(dead, handler.dead());
        if (!dead) return;
        for (uint256 asset = 0; asset < 4; ++asset) {
            EscapeHandler.Ways memory w = handler.sumsOnTheWayOut(asset);
            uint256 paid = w.unclaimedAtDeath - w.unpaid;
            vm.assertEq(w.locked, w.ledger - paid - w.escaped, "ledger = before - paid - escaped");
            vm.assertLe(w.escaped, w.ledger - w.unclaimedAtDeath, "escapes <= ledger - unclaimed");
            vm.assertEq(w.locked, w.unpaid + w.toLeave, "what is left belongs to somebody");
        }
    }

    /// @dev The sums the handler keeps are right, and each thing left once.
    function _compareAll() internal view override {
        invariant_I9_escapesAreBounded_andTheRestIsThere();
        handler.compareSums();
    }

    /// @dev The same actions by a fixed walk: proves that the handler reaches everything the invariant is about.
    function test_handler_reachesEveryOutcome() external {
        for (uint256 i = 0; i < 1000; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes4[] memory actions = _actions();
            bytes4 action = actions[seed % actions.length];
            bool early = i < 400 && (action == handler.freeze.selector || action == handler.die.selector);
            if (early || (i < 450 && action == handler.die.selector)) action = handler.deposit.selector;
            bytes memory arguments = abi.encode(seed >> 8, seed >> 64, seed >> 120);
            (bool ok, bytes memory reason) = address(handler).call(bytes.concat(action, arguments, bytes32(seed >> 40)));
            vm.assertTrue(ok, vm.toString(reason));
            if (i % 50 == 0) _compareAll();
        }
        string[14] memory reached = [
            "died",
            "stayedDead",
            "opened",
            "nativeEscaped",
            "onlyOnce",
            "nothing",
            "notItsOwn",
            "tokenEscaped",
            "refunded",
            "notYet",
            "consumed",
            "failedRefunded",
            "released",
            "instant"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        _compareAll();
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](24);
        actions[0] = handler.deposit.selector;
        actions[1] = handler.deposit.selector;
        actions[2] = handler.relay.selector;
        actions[3] = handler.withdraw.selector;
        actions[4] = handler.transfer.selector;
        actions[5] = handler.bounce.selector;
        actions[6] = handler.retry.selector;
        actions[7] = handler.checkpoint.selector;
        actions[8] = handler.claim.selector;
        actions[9] = handler.release.selector;
        actions[10] = handler.collect.selector;
        actions[11] = handler.setMoods.selector;
        actions[12] = handler.wait.selector;
        actions[13] = handler.freeze.selector;
        actions[14] = handler.die.selector;
        actions[15] = handler.die.selector;
        actions[16] = handler.revive.selector;
        actions[17] = handler.openNative.selector;
        actions[18] = handler.escapeNative.selector;
        actions[19] = handler.escapeNative.selector;
        actions[20] = handler.escape20.selector;
        actions[21] = handler.escape20.selector;
        actions[22] = handler.refundDeposit.selector;
        actions[23] = handler.refundFailed.selector;
    }
}
