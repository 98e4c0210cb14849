// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {GasNotes} from "../support/GasNotes.sol";
import {HomeTokenFixture} from "../support/HomeTokenFixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";

/// @title Gas of whole transactions with tokens of the sidechain; see `GasTest`
contract HomeTokenGasTest is HomeTokenFixture, GasNotes {
    function setUp() public override {
        super.setUp();
        token.mint(bob, 1);
        vm.recordLogs();
    }

    function test_homeTokens() public {
        Leaf[3] memory all;
        for (uint256 i = 0; i < 3; ++i) {
            all[i] = _leaf();
            vm.chainId(SIDECHAIN);
            vm.prank(alice);
            tokenVault.withdraw(address(token), 1000, bob, 0);
            _note("token_vault_withdraw");
            vm.chainId(L1_CHAIN);
            all[i].dataHash = tokenVault.descriptionHash(address(token));
            leafHashes.push(_slowLeafHash(all[i]));
        }
        _submit(_checkpoint());
        for (uint256 i = 0; i < 3; ++i) {
            (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, all[i].index, 32);
            mirrorBridge.claim(_root(), all[i], mask, siblings);
            _note("mirror_claim");
        }
        vm.warp(block.timestamp + 1 hours);
        bytes memory metadata = _metadata(address(token));
        for (uint256 i = 0; i < 3; ++i) {
            mirrorBridge.release(all[i].index, all[i], i == 0 ? metadata : bytes(""));
            _note(i == 0 ? "mirror_release_first" : "mirror_release");
        }
        vm.recordLogs();
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(bob);
            mirrorBridge.deposit(address(token), 1000, bob);
            _note("mirror_deposit");
            _relay();
        }
        vm.assertEq(token.balanceOf(bob), 2001);
    }

    function _leaf() private view returns (Leaf memory) {
        return _homeLeaf(address(token), alice, bob, 1000, 0);
    }
}
