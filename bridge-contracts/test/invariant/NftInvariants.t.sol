// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NftVault} from "../../src/l1/NftVault.sol";
import {Collection1155, Collection721} from "../support/Nfts.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {NftHandler} from "./NftHandler.sol";

/// @title What holds for NFTs on both chains whatever is called in whatever order
contract NftInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    NftHandler private handler;
    Collection721 private unique;
    Collection1155 private sorts;
    NftVault private nftVault;

    function setUp() public {
        handler = new NftHandler();
        handler.setUp();
        (unique, sorts, nftVault) = handler.collections();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](8);
        actions[0] = handler.depositUnique.selector;
        actions[1] = handler.depositSorts.selector;
        actions[2] = handler.relay.selector;
        actions[3] = handler.withdraw.selector;
        actions[4] = handler.claim.selector;
        actions[5] = handler.release.selector;
        actions[6] = handler.setMode.selector;
        actions[7] = handler.wait.selector;
    }

    function invariant_I1_I2_heldNftsAreThere_andMirrorsAreBacked() public view {
        _I1_heldNftsAreThere();
        _I2_mirrorsAreBacked();
    }

    function _I1_heldNftsAreThere() private view {
        for (uint256 id = 0; id < handler.IDS(); ++id) {
            uint256 held = nftVault.held(4, address(sorts), id);
            vm.assertEq(held, handler.deposited(id) - handler.settled(id), "held = deposits - settled");
            vm.assertEq(sorts.balanceOf(address(nftVault), id), held + handler.owedSorts(id), "balance = held + owed");
            if (nftVault.held(3, address(unique), id) == 1) vm.assertEq(unique.ownerOf(id), address(nftVault));
        }
    }

    /// @dev What circulates on the sidechain is never more than what came and was not burnt, and L1 holds it.
    function _I2_mirrorsAreBacked() private view {
        for (uint256 id = 0; id < handler.IDS(); ++id) {
            uint256 supply = handler.mirrorSupply(id);
            vm.assertLe(supply + handler.burnt(id), handler.deposited(id), "minted <= deposited");
            vm.assertLe(supply, nftVault.held(4, address(sorts), id), "circulating <= held");
            if (handler.mirrorOwner(id) != address(0)) vm.assertEq(nftVault.held(3, address(unique), id), 1);
        }
    }

    /// @dev I3: every index is paid once, which the handler demands at each release as well.
    function _compareAll() internal view override {
        invariant_I1_I2_heldNftsAreThere_andMirrorsAreBacked();
        for (uint256 index = 0; index < handler.leaves(); ++index) {
            vm.assertLe(handler.timesSettled(index), 1);
        }
    }
}
