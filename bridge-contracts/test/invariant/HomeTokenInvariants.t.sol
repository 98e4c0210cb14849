// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITokenVault} from "../../src/interfaces/ITokenVault.sol";
import {MirrorBridge} from "../../src/l1/MirrorBridge.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {HomeTokenHandler} from "./HomeTokenHandler.sol";

/// @title What holds for the sidechain's own tokens on both chains whatever is called in whatever order
contract HomeTokenInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    HomeTokenHandler private handler;
    MirrorBridge private mirrorBridge;
    ITokenVault private tokenVault;

    function setUp() public {
        handler = new HomeTokenHandler();
        handler.setUp();
        (mirrorBridge, tokenVault) = handler.bridges();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](11);
        actions[0] = handler.withdraw.selector;
        actions[1] = handler.claim.selector;
        actions[2] = handler.release.selector;
        actions[3] = handler.deposit.selector;
        actions[4] = handler.relay.selector;
        actions[5] = handler.retry.selector;
        actions[6] = handler.bounce.selector;
        actions[7] = handler.toggleRefusal.selector;
        actions[8] = handler.giveBack.selector;
        actions[9] = handler.force.selector;
        actions[10] = handler.wait.selector;
    }

    /// @dev Per token: what circulates on L1, what is on its way there, and what is on its way back is exactly what is locked.
    function invariant_I2_mirrorsAreBacked() external view {
        for (uint256 i = 0; i < handler.TOKENS(); ++i) {
            address token = address(handler.tokens(i));
            uint256 abroad = mirrorBridge.outstanding(token) + handler.unclaimed(token) + handler.uncredited(token);
            vm.assertEq(abroad, tokenVault.locked(token), "abroad = locked");
        }
    }

    function invariant_I1_I12_lockedTokensAreThere_forcedOnesAddNothing() external view {
        for (uint256 i = 0; i < handler.TOKENS(); ++i) {
            address token = address(handler.tokens(i));
            uint256 balance = handler.tokens(i).balanceOf(address(tokenVault));
            vm.assertEq(balance, tokenVault.locked(token) + handler.forced(token), "balance = locked + forced");
        }
    }

    function invariant_I3_everyIndexIsMintedOnce() external view {
        for (uint256 index = 0; index < handler.leaves(); ++index) {
            vm.assertLe(handler.timesReleased(index), 1);
        }
    }
}
