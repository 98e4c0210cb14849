// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {INativeVault} from "../../src/interfaces/INativeVault.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {HostileToken} from "../support/HostileToken.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {TwoChainsHandler} from "./TwoChainsHandler.sol";

/// @title What holds between both chains whatever is called in whatever order
contract TwoChainsInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    TwoChainsHandler private handler;
    IVault private vault;
    INativeVault private nativeVault;

    function setUp() public {
        handler = new TwoChainsHandler();
        handler.setUp();
        (, vault, nativeVault) = handler.bridge();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    /// @dev One campaign for all, for each invariant of its own would repeat the same calls.
    function invariant_I2_everyUnitIsSomewhere_andMintedIsCredited() public view {
        _lockedIsOutstandingAndUnclaimedAndUncredited();
        _mintedIsCredited_andHoldersHaveIt();
    }

    function _mintedIsCredited_andHoldersHaveIt() private view {
        for (uint256 asset = 0; asset < handler.ASSETS(); ++asset) {
            uint256 outstanding = handler.outstanding(asset);
            vm.assertEq(outstanding + handler.burnt(asset), handler.credited(asset), "minted - burnt = outstanding");
            vm.assertLe(handler.credited(asset), handler.deposited(asset), "minted <= deposited");
            vm.assertEq(handler.heldBySidechain(asset), outstanding, "holders have it");
        }
        (uint256 required, uint256 actual) = nativeVault.reserves();
        vm.assertGe(actual, required, "the reserve is there");
        vm.assertFalse(HostileToken(handler.tokens(3)).reentered(), "reentered");
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
            "deposit", "depositRefused", "credited", "failed", "retried", "failedAgain", "bounced", "withdraw",
            "checkpoint", "depositsLag", "instant", "queued", "again", "released", "tooEarly", "collected",
            "tokenRefused", "lieOfFew", "falseCredit", "reorganised", "replayed"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        invariant_I2_everyUnitIsSomewhere_andMintedIsCredited();
    }

    /// @dev The identity the whole bridge is about, to the last unit, whatever token and recipients do.
    function _lockedIsOutstandingAndUnclaimedAndUncredited() private view {
        for (uint256 asset = 0; asset < handler.ASSETS(); ++asset) {
            uint256 locked = vault.locked(handler.tokens(asset));
            uint256 outstanding = handler.outstanding(asset);
            vm.assertEq(locked, outstanding + handler.unclaimed(asset) + handler.uncredited(asset), "identity");
        }
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
