// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INativeVault} from "../../src/interfaces/INativeVault.sol";
import {HostileToken} from "../support/HostileToken.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {TwoChainsHandler} from "./TwoChainsHandler.sol";

/// @title What holds between both chains whatever is called in whatever order
contract TwoChainsInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    TwoChainsHandler private handler;
    INativeVault private nativeVault;
    HostileToken private hostile;

    function setUp() public {
        handler = new TwoChainsHandler();
        handler.setUp();
        (,, nativeVault) = handler.bridge();
        hostile = HostileToken(handler.tokens(3));
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    /// @dev The identity the whole bridge is about, to the last unit, whatever token and recipients do; and what is minted was credited.
    function invariant_I2_everyUnitIsSomewhere_andMintedIsCredited() public view {
        for (uint256 asset = 0; asset < 4; ++asset) {
            TwoChainsHandler.Sums memory s = handler.sums(asset);
            vm.assertEq(s.locked, s.outstanding + s.unclaimed + s.uncredited, "identity");
            vm.assertEq(s.outstanding + s.burnt, s.credited, "minted - burnt = outstanding");
            vm.assertLe(s.credited, s.deposited, "minted <= deposited");
            vm.assertEq(s.held, s.outstanding, "holders have it");
        }
        (uint256 required, uint256 actual) = nativeVault.reserves();
        vm.assertGe(actual, required, "the reserve is there");
        vm.assertFalse(hostile.reentered(), "reentered");
    }

    /// @dev The same actions by a fixed walk: proves that the handler reaches everything the invariants are about.
    function test_handler_reachesEveryOutcome() external {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 1200; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes4 action = actions[seed % actions.length];
            bytes memory arguments =
                abi.encode(seed >> 8, seed >> 64, uint256(keccak256(abi.encode(seed))) >> 130, seed >> 200);
            (bool ok, bytes memory reason) = address(handler).call(bytes.concat(action, arguments));
            vm.assertTrue(ok, vm.toString(reason));
        }
        string[21] memory reached = [
            "deposit",
            "depositRefused",
            "credited",
            "failed",
            "retried",
            "failedAgain",
            "bounced",
            "withdraw",
            "checkpoint",
            "depositsLag",
            "instant",
            "queued",
            "again",
            "released",
            "tooEarly",
            "collected",
            "tokenRefused",
            "lieOfFew",
            "falseCredit",
            "reorganised",
            "replayed"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        _compareAll();
    }

    function _compareAll() internal view override {
        invariant_I2_everyUnitIsSomewhere_andMintedIsCredited();
        handler.compareQueue();
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](22);
        actions[0] = handler.deposit.selector;
        actions[1] = handler.deposit.selector;
        actions[2] = handler.deposit.selector;
        actions[3] = handler.relay.selector;
        actions[4] = handler.withdraw.selector;
        actions[5] = handler.withdraw.selector;
        actions[6] = handler.checkpoint.selector;
        actions[7] = handler.claim.selector;
        actions[8] = handler.claim.selector;
        actions[9] = handler.release.selector;
        actions[10] = handler.release.selector;
        actions[11] = handler.collect.selector;
        actions[12] = handler.setMoods.selector;
        actions[13] = handler.wait.selector;
        actions[14] = handler.force.selector;
        actions[15] = handler.retry.selector;
        actions[16] = handler.bounce.selector;
        actions[17] = handler.transfer.selector;
        actions[18] = handler.lieOfFew.selector;
        actions[19] = handler.falseCredit.selector;
        actions[20] = handler.reorganise.selector;
        actions[21] = handler.replay.selector;
    }
}
