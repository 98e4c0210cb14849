// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITokenVault} from "../../src/interfaces/ITokenVault.sol";
import {MirrorBridge} from "../../src/l1/MirrorBridge.sol";
import {Test} from "../support/Test.sol";
import {HomeTokenHandler} from "./HomeTokenHandler.sol";

/// @title What holds for the sidechain's own tokens on both chains whatever is called in whatever order
contract HomeTokenInvariantsTest is Test {
    /// @dev As forge asks for it.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    HomeTokenHandler private handler;
    MirrorBridge private mirrorBridge;
    ITokenVault private tokenVault;

    function setUp() public {
        handler = new HomeTokenHandler();
        handler.setUp();
        (mirrorBridge, tokenVault) = handler.bridges();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](11);
        targets[0].selectors[0] = handler.withdraw.selector;
        targets[0].selectors[1] = handler.claim.selector;
        targets[0].selectors[2] = handler.release.selector;
        targets[0].selectors[3] = handler.deposit.selector;
        targets[0].selectors[4] = handler.relay.selector;
        targets[0].selectors[5] = handler.retry.selector;
        targets[0].selectors[6] = handler.bounce.selector;
        targets[0].selectors[7] = handler.toggleRefusal.selector;
        targets[0].selectors[8] = handler.giveBack.selector;
        targets[0].selectors[9] = handler.force.selector;
        targets[0].selectors[10] = handler.wait.selector;
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
