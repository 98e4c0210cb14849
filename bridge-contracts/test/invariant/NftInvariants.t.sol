// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NftVault} from "../../src/l1/NftVault.sol";
import {Collection1155, Collection721} from "../support/Nfts.sol";
import {Test} from "../support/Test.sol";
import {NftHandler} from "./NftHandler.sol";

/// @title What holds for NFTs on both chains whatever is called in whatever order
contract NftInvariantsTest is Test {
    /// @dev As forge asks for it.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    NftHandler private handler;
    Collection721 private unique;
    Collection1155 private sorts;
    NftVault private nftVault;

    function setUp() public {
        handler = new NftHandler();
        handler.setUp();
        (unique, sorts, nftVault) = handler.collections();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](8);
        targets[0].selectors[0] = handler.depositUnique.selector;
        targets[0].selectors[1] = handler.depositSorts.selector;
        targets[0].selectors[2] = handler.relay.selector;
        targets[0].selectors[3] = handler.withdraw.selector;
        targets[0].selectors[4] = handler.claim.selector;
        targets[0].selectors[5] = handler.release.selector;
        targets[0].selectors[6] = handler.setMode.selector;
        targets[0].selectors[7] = handler.wait.selector;
    }

    function invariant_I1_heldNftsAreThere() external view {
        for (uint256 id = 0; id < handler.IDS(); ++id) {
            uint256 held = nftVault.held(4, address(sorts), id);
            vm.assertEq(held, handler.deposited(id) - handler.settled(id), "held = deposits - settled");
            vm.assertEq(sorts.balanceOf(address(nftVault), id), held + handler.owedSorts(id), "balance = held + owed");
            if (nftVault.held(3, address(unique), id) == 1) vm.assertEq(unique.ownerOf(id), address(nftVault));
        }
    }

    /// @dev What circulates on the sidechain is never more than what came and was not burnt, and L1 holds it.
    function invariant_I2_mirrorsAreBacked() external view {
        for (uint256 id = 0; id < handler.IDS(); ++id) {
            uint256 supply = handler.mirrorSupply(id);
            vm.assertLe(supply + handler.burnt(id), handler.deposited(id), "minted <= deposited");
            vm.assertLe(supply, nftVault.held(4, address(sorts), id), "circulating <= held");
            if (handler.mirrorOwner(id) != address(0)) vm.assertEq(nftVault.held(3, address(unique), id), 1);
        }
    }

    function invariant_I3_everyIndexIsPaidOnce() external view {
        for (uint256 index = 0; index < handler.leaves(); ++index) {
            vm.assertLe(handler.timesSettled(index), 1);
        }
    }
}
