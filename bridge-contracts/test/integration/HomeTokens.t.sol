// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IHomeMirror} from "../../src/interfaces/IHomeMirror.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {HomeTokenFixture} from "../support/HomeTokenFixture.sol";
import {ControlledToken, FeeToken, GreedyToken, PlainToken} from "../support/Tokens.sol";

/// @title Tokens of the sidechain there and back over both chains, failing on the way, and what is left when the bridge dies
contract HomeTokensTest is HomeTokenFixture {
    ControlledToken private controlled;
    DepositData private _failed;
    DepositData private _unconsumed;

    function setUp() public override {
        super.setUp();
        controlled = new ControlledToken();
        _fund(controlled);
        vm.recordLogs();
    }

    function test_thereAndBack_andThereAgain() public {
        for (uint256 round = 1; round < 3; ++round) {
            Leaf memory leaf = _takeAway(address(token), 1000, bob, 0);
            vm.recordLogs();
            _arrive(leaf);
            vm.assertEq(_mirror(address(token)).balanceOf(bob), 1000);
            IHomeMirror mirror = _mirror(address(token));
            vm.prank(bob);
            mirror.transfer(alice, 400);
            _depositHome(alice, address(token), 400, alice);
            _depositHome(bob, address(token), 600, bob);
            vm.assertEq(mirrorBridge.outstanding(address(token)), 0);
            vm.assertEq(tokenVault.locked(address(token)), 1000, "on its way");
            _relay();
            vm.assertEq(token.balanceOf(bob), 600 * round);
            vm.assertEq(token.balanceOf(alice), 1e12 - 600 * round);
            vm.assertEq(tokenVault.locked(address(token)), 0);
        }
    }

    /// @dev T27: what came counts, so the last mirror can be given back as well.
    function test_T27_feeOnTransfer_isBackedToTheLast() public {
        FeeToken feeToken = new FeeToken();
        _fund(feeToken);
        vm.recordLogs();
        Leaf memory leaf = _takeAway(address(feeToken), 1000, bob, 0);
        vm.recordLogs();
        _arrive(leaf);
        vm.assertEq(mirrorBridge.outstanding(address(feeToken)), 990);
        _depositHome(bob, address(feeToken), 990, bob);
        _relay();
        vm.assertEq(tokenVault.locked(address(feeToken)), 0);
        vm.assertEq(feeToken.balanceOf(address(tokenVault)), 0);
        vm.assertEq(feeToken.balanceOf(bob), 981);
    }

    function test_T33_refusedCredit_isKept_retried_orBounced_theNextProceeds() public {
        _onL1(address(controlled), 300);
        _onL1(address(token), 50);
        controlled.setBlocked(bob, true);
        _depositHome(bob, address(controlled), 100, bob);
        _depositHome(bob, address(controlled), 200, bob);
        _depositHome(bob, address(token), 50, bob);
        _collectDeposits();
        DepositData[] memory all = pendingDeposits;
        _relay();
        vm.assertEq(token.balanceOf(bob), 50);
        vm.assertEq(tokenVault.locked(address(controlled)), 300);
        vm.chainId(SIDECHAIN);
        vm.expectRevert(abi.encodeWithSelector(IInbox.TooEarlyToBounce.selector, 1, block.timestamp + 7 days));
        inbox.bounce(all[1]);
        controlled.setBlocked(bob, false);
        inbox.retry(all[0]);
        vm.assertEq(controlled.balanceOf(bob), 100);
        vm.warp(block.timestamp + 7 days);
        Leaf memory leaf = _homeLeaf(address(controlled), address(inbox), bob, 200, 0);
        vm.assertEq(inbox.bounce(all[1]), leaf.index);
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 1));
        inbox.bounce(all[1]);
        vm.chainId(L1_CHAIN);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_checkpoint());
        _arrive(leaf);
        vm.assertEq(_mirror(address(controlled)).balanceOf(bob), 200);
        vm.assertEq(tokenVault.locked(address(controlled)), 200);
    }

    /// @dev A token that takes all the gas of its frame hurts no other deposit; more gas helps by `retry`.
    function test_T34_greedyToken_cannotStarveABatch() public {
        GreedyToken greedy = new GreedyToken();
        _fund(greedy);
        _onL1(address(greedy), 10);
        _onL1(address(token), 10);
        bytes memory code = address(greedy).code;
        vm.etch(address(greedy), hex"5b5f56"); // runs in a circle until its gas is gone
        _depositHome(bob, address(greedy), 10, bob);
        _depositHome(bob, address(token), 10, bob);
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.assertEq(token.balanceOf(bob), 10);
        vm.etch(address(greedy), code);
        vm.chainId(SIDECHAIN);
        inbox.retry(d);
        vm.assertEq(greedy.balanceOf(bob), 10);
    }

    // ------------------------------------------------------------------------------------ a quorum that lies

    /// @dev What L1 minted falsely cannot take from the sidechain more than is locked of that very token, nor anything of another.
    function test_T09_falselyMinted_takesNothingOfOthers() public {
        _onL1(address(token), 100);
        _onL1(address(controlled), 100);
        Leaf memory lie = _homeLeaf(address(token), bob, bob, 1e9, 0);
        leafHashes.push(_slowLeafHash(lie));
        _submit(_next());
        _arrive(lie);
        _depositHome(bob, address(token), 1e9, bob);
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.assertEq(token.balanceOf(bob), 0);
        vm.assertEq(tokenVault.locked(address(token)), 100);
        vm.assertEq(tokenVault.locked(address(controlled)), 100);
        (bytes32 kept,) = inbox.failed(d.nonce);
        vm.assertEq(kept, vault.hashDeposit(d));
    }

    // ------------------------------------------------------------------------------------ the dead bridge

    function test_E5_depositsOfADeadBridge_areMintedBack_onceEach() public {
        _onL1(address(controlled), 300);
        controlled.setBlocked(bob, true);
        _depositHome(bob, address(controlled), 100, bob);
        _collectDeposits();
        _failed = pendingDeposits[0];
        _relay();
        Leaf memory leaf = _takeAway(address(controlled), 7, bob, 0);
        _depositHome(bob, address(controlled), 200, bob);
        _collectDeposits();
        _unconsumed = pendingDeposits[0];
        _hold(Predeploys.INBOX);
        bytes32 fault = _mappingSlot(bytes32(uint256(_failed.nonce)), 3);
        _holdSlot(Predeploys.INBOX, fault);
        vm.expectRevert(IQueuedClaims.NoExitState.selector);
        mirrorBridge.refundDeposit(_unconsumed);
        _die();
        IHomeMirror mirror = _mirror(address(controlled));
        vm.assertEq(mirror.balanceOf(bob), 0);
        _refunds(fault);
        vm.assertEq(mirror.balanceOf(bob), 300);
        _arrive(leaf);
        vm.assertEq(mirror.balanceOf(bob), 307, "withdrawals of the last root are claimed as ever");
        vm.assertEq(tokenVault.locked(address(controlled)), 307);
    }

    function _refunds(bytes32 fault) private {
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotTheDeposit.selector, _unconsumed.nonce));
        vault.refundDeposit(_unconsumed);
        DepositData memory more = _unconsumed;
        more.amount += 1;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotTheDeposit.selector, _unconsumed.nonce));
        mirrorBridge.refundDeposit(more);
        bytes memory consumed =
            abi.encodeWithSelector(IQueuedClaims.DepositConsumed.selector, _failed.nonce, _unconsumed.nonce);
        vm.expectRevert(consumed);
        mirrorBridge.refundDeposit(_failed);
        mirrorBridge.refundDeposit(_unconsumed);
        vm.expectPartialRevert(IQueuedClaims.AlreadyEscaped.selector);
        mirrorBridge.refundDeposit(_unconsumed);
        bytes[] memory account = _accountProof(Predeploys.INBOX);
        bytes[] memory entry = _slotProof(Predeploys.INBOX, fault);
        vm.expectRevert();
        mirrorBridge.refundFailed(_unconsumed, account, entry);
        mirrorBridge.refundFailed(_failed, account, entry);
        vm.expectPartialRevert(IQueuedClaims.AlreadyEscaped.selector);
        mirrorBridge.refundFailed(_failed, account, entry);
    }

    /// @dev Brings some of a token to bob on L1.
    function _onL1(address asset, uint256 amount) private {
        _arrive(_takeAway(asset, amount, bob, 0));
        vm.recordLogs();
    }
}
