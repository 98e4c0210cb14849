// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICollectionVault} from "../../src/interfaces/ICollectionVault.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {Collection1155, Collection721} from "../support/Nfts.sol";
import {CollectionHandler} from "./CollectionHandler.sol";

/// @title What holds for the sidechain's own NFTs on both chains whatever is called in whatever order
contract CollectionInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    CollectionHandler private handler;
    Collection721 private unique;
    Collection1155 private sorts;
    ICollectionVault private collectionVault;

    function setUp() public {
        handler = new CollectionHandler();
        handler.setUp();
        (unique, sorts, collectionVault) = handler.collections();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](10);
        actions[0] = handler.withdraw.selector;
        actions[1] = handler.claim.selector;
        actions[2] = handler.release.selector;
        actions[3] = handler.deposit.selector;
        actions[4] = handler.relay.selector;
        actions[5] = handler.retry.selector;
        actions[6] = handler.bounce.selector;
        actions[7] = handler.setMode.selector;
        actions[8] = handler.giveBack.selector;
        actions[9] = handler.wait.selector;
    }

    /// @dev The actions do what their names say, so that a run is not a run of nothing.
    function test_everyActionIsReached() public {
        handler.withdraw(true, 1, 1, false, true);
        handler.deposit(true, 1, 1, false, false);
        handler.relay();
        vm.assertEq(handler.credited(), 1);
        handler.withdraw(false, 0, 5, true, true);
        handler.setMode(true);
        handler.deposit(false, 0, 3, true, true);
        handler.retry(0);
        vm.assertEq(handler.credited(), 1);
        handler.bounce(0);
        vm.assertEq(handler.bounced(), 1);
        handler.release(handler.leaves() - 1, true);
        vm.assertEq(handler.released(), 3);
        vm.assertEq(handler.mirrorSupply(1), 6);
    }

    /// @dev Per id: what is on L1, what is on its way there, and what is on its way back is exactly what is locked.
    function invariant_I2_mirrorsAreBacked() external view {
        for (uint256 id = 0; id < handler.IDS(); ++id) {
            uint256 single = handler.mirrorOwner(id) == address(0) ? 0 : 1;
            uint256 many = handler.mirrorSupply(id);
            single += handler.unclaimed(7, id) + handler.uncredited(7, id);
            many += handler.unclaimed(8, id) + handler.uncredited(8, id);
            vm.assertEq(single, collectionVault.held(7, address(unique), id), "single abroad = held");
            vm.assertEq(many, collectionVault.held(8, address(sorts), id), "sorts abroad = held");
        }
    }

    function invariant_I1_whatIsHeldIsThere() external view {
        for (uint256 id = 0; id < handler.IDS(); ++id) {
            bool held = collectionVault.held(7, address(unique), id) == 1;
            vm.assertTrue(held == (unique.ownerOf(id) == address(collectionVault)), "the vault owns what it holds");
            uint256 balance = sorts.balanceOf(address(collectionVault), id);
            vm.assertEq(balance, collectionVault.held(8, address(sorts), id), "balance = held");
        }
    }

    function invariant_I3_everyIndexIsMintedOnce() external view {
        for (uint256 index = 0; index < handler.leaves(); ++index) {
            vm.assertLe(handler.timesReleased(index), 1);
        }
    }
}
