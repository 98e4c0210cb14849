// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {CollectionFixture} from "../support/CollectionFixture.sol";
import {Collection721, NftRecipient} from "../support/Nfts.sol";

/// @title NFTs of the sidechain there and back over both chains, failing on the way, and what is left when the bridge dies
contract HomeCollectionsTest is CollectionFixture {
    DepositData private _failed;
    DepositData private _unconsumed;

    function test_singles_thereAndBack_andThereAgain() public {
        for (uint256 round = 0; round < 2; ++round) {
            _onL1(SINGLE, _list(1, 2), _list(1, 1), bob);
            vm.startPrank(bob);
            _mirror721().transferFrom(bob, alice, 2);
            vm.stopPrank();
            _depositHome(bob, SINGLE, _list(1), _list(1), alice);
            _depositHome(alice, SINGLE, _list(2), _list(1), alice);
            vm.assertEq(_held(SINGLE, 1) + _held(SINGLE, 2), 2, "on their way");
            _relay();
            vm.assertEq(unique.ownerOf(1), alice);
            vm.assertEq(unique.ownerOf(2), alice);
            vm.assertEq(_held(SINGLE, 1) + _held(SINGLE, 2), 0);
        }
    }

    function test_manySorts_thereAndBack_inParts() public {
        _onL1(MANY, _list(1), _list(10), bob);
        _onL1(MANY, _list(1, 3), _list(20, 100), bob);
        vm.assertEq(_mirror1155().balanceOf(bob, 1), 30);
        _depositHome(bob, MANY, _list(1, 3), _list(29, 1), alice);
        _relay();
        vm.assertEq(sorts.balanceOf(alice, 1), 99);
        vm.assertEq(sorts.balanceOf(alice, 3), 1);
        vm.assertEq(_held(MANY, 1), _mirror1155().balanceOf(bob, 1));
        vm.assertEq(_held(MANY, 3), _mirror1155().balanceOf(bob, 3));
        _depositHome(bob, MANY, _list(1), _list(1), alice);
        _relay();
        vm.assertEq(_held(MANY, 1), 0);
    }

    function test_T33_refusedUnlock_isKept_retried_orBounced_theNextProceeds() public {
        NftRecipient bad = new NftRecipient();
        bad.set(NftRecipient.Mode.Refuse, INftVault(address(0)));
        _onL1(MANY, _list(1), _list(30), bob);
        _onL1(SINGLE, _list(1), _list(1), bob);
        _depositHome(bob, MANY, _list(1), _list(10), address(bad));
        _depositHome(bob, MANY, _list(1), _list(20), address(bad));
        _depositHome(bob, SINGLE, _list(1), _list(1), alice);
        _collectDeposits();
        DepositData[] memory all = pendingDeposits;
        _relay();
        vm.assertEq(unique.ownerOf(1), alice);
        vm.assertEq(_held(MANY, 1), 30);
        vm.chainId(SIDECHAIN);
        vm.expectRevert(abi.encodeWithSelector(IInbox.TooEarlyToBounce.selector, 1, block.timestamp + 7 days));
        inbox.bounce(all[1]);
        vm.expectRevert();
        inbox.retry(all[0]);
        bad.set(NftRecipient.Mode.Accept, INftVault(address(0)));
        inbox.retry(all[0]);
        vm.assertEq(sorts.balanceOf(address(bad), 1), 10);
        vm.warp(block.timestamp + 7 days);
        Leaf memory leaf = _bouncedLeaf(all[1]);
        vm.assertEq(inbox.bounce(all[1]), leaf.index);
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 1));
        inbox.bounce(all[1]);
        vm.chainId(L1_CHAIN);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_checkpoint());
        _arrive(leaf);
        vm.assertEq(_mirror1155().balanceOf(bob, 1), 20);
        vm.assertEq(_held(MANY, 1), 20);
    }

    /// @dev A single that bounced has its URI again, out of the deposit's own data.
    function test_aBouncedSingle_isWhatItWas() public {
        _onL1(SINGLE, _list(3), _list(1), bob);
        unique.set(Collection721.Mode.Refuse, "ipfs://other/");
        _depositHome(bob, SINGLE, _list(3), _list(1), alice);
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.warp(block.timestamp + 7 days);
        Leaf memory leaf = _bouncedLeaf(d);
        vm.chainId(SIDECHAIN);
        inbox.bounce(d);
        vm.chainId(L1_CHAIN);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_checkpoint());
        _arrive(leaf);
        vm.assertEq(_mirror721().ownerOf(3), bob);
        (bool ok, bytes memory uri) = address(_mirror721()).staticcall(abi.encodeWithSignature("tokenURI(uint256)", 3));
        vm.assertTrue(ok);
        vm.assertEq(abi.decode(uri, (string)), "ipfs://some/3");
    }

    /// @dev A collection that takes all the gas of its frame hurts no other deposit; more gas helps by `retry`.
    function test_T34_greedyCollection_cannotStarveABatch() public {
        _onL1(SINGLE, _list(1), _list(1), bob);
        _onL1(MANY, _list(1), _list(1), bob);
        bytes memory code = address(unique).code;
        vm.etch(address(unique), hex"5b5f56"); // runs in a circle until its gas is gone
        _depositHome(bob, SINGLE, _list(1), _list(1), alice);
        _depositHome(bob, MANY, _list(1), _list(1), alice);
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.assertEq(sorts.balanceOf(alice, 1), 100);
        vm.etch(address(unique), code);
        vm.chainId(SIDECHAIN);
        inbox.retry(d);
        vm.assertEq(unique.ownerOf(1), alice);
    }

    // ------------------------------------------------------------------------------------ a quorum that lies

    /// @dev What L1 minted falsely takes from the sidechain no more than is locked of that very id, nor anything of another.
    function test_T09_falselyMinted_takesNothingOfOthers() public {
        _onL1(MANY, _list(1, 2), _list(10, 10), bob);
        _onL1(SINGLE, _list(1), _list(1), bob);
        Leaf memory lie = _nftLeaf(MANY, bob, alice, _list(1), _list(1000));
        leafHashes.push(_slowLeafHash(lie));
        _submit(_next());
        _arrive(lie);
        // A single that exists on L1 cannot be minted again, whatever was signed.
        Leaf memory twin = _nftLeaf(SINGLE, bob, alice, _list(1), _list(1));
        leafHashes.push(_slowLeafHash(twin));
        _submit(_next());
        _claimNfts(twin);
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert();
        collectionBridge.release(twin.index, twin, dataOf[twin.index]);
        _depositHome(alice, MANY, _list(1), _list(1000), alice);
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        (bytes32 kept,) = inbox.failed(d.nonce);
        vm.assertEq(kept, vault.hashDeposit(d));
        vm.assertEq(_held(MANY, 1), 10);
        vm.assertEq(_held(MANY, 2), 10);
        vm.assertEq(unique.ownerOf(1), address(collectionVault));
    }

    // ------------------------------------------------------------------------------------ the dead bridge

    /// @dev Mirrors stay what they are; what was on its way in either direction arrives on L1, once.
    function test_E5_depositsOfADeadBridge_areMintedBack_onceEach() public {
        NftRecipient bad = new NftRecipient();
        bad.set(NftRecipient.Mode.Refuse, INftVault(address(0)));
        _onL1(MANY, _list(1), _list(30), bob);
        _onL1(SINGLE, _list(1), _list(1), bob);
        _depositHome(bob, MANY, _list(1), _list(10), address(bad));
        _collectDeposits();
        _failed = pendingDeposits[0];
        _relay();
        Leaf memory leaf = _withdrawNfts(alice, SINGLE, _list(2), _list(1), bob);
        _submit(_checkpoint());
        _depositHome(bob, SINGLE, _list(1), _list(1), alice);
        _collectDeposits();
        _unconsumed = pendingDeposits[0];
        _hold(Predeploys.INBOX);
        bytes32 fault = _mappingSlot(bytes32(uint256(_failed.nonce)), 3);
        _holdSlot(Predeploys.INBOX, fault);
        vm.expectRevert(IQueuedClaims.NoExitState.selector);
        collectionBridge.refundDeposit(_unconsumed);
        _die();
        _refunds(fault);
        vm.assertEq(_mirror721().ownerOf(1), bob);
        vm.assertEq(_mirror1155().balanceOf(bob, 1), 30);
        _arrive(leaf);
        vm.assertEq(_mirror721().ownerOf(2), bob, "withdrawals of the last root are claimed as ever");
        vm.assertEq(_held(SINGLE, 1) + _held(SINGLE, 2), 2);
        vm.assertEq(_held(MANY, 1), 30);
    }

    function _refunds(bytes32 fault) private {
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotTheDeposit.selector, _unconsumed.nonce));
        vault.refundDeposit(_unconsumed);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotTheDeposit.selector, _unconsumed.nonce));
        mirrorBridge.refundDeposit(_unconsumed);
        DepositData memory other = _unconsumed;
        other.to = bob;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotTheDeposit.selector, _unconsumed.nonce));
        collectionBridge.refundDeposit(other);
        bytes memory consumed =
            abi.encodeWithSelector(IQueuedClaims.DepositConsumed.selector, _failed.nonce, _unconsumed.nonce);
        vm.expectRevert(consumed);
        collectionBridge.refundDeposit(_failed);
        collectionBridge.refundDeposit(_unconsumed);
        vm.expectPartialRevert(IQueuedClaims.AlreadyEscaped.selector);
        collectionBridge.refundDeposit(_unconsumed);
        bytes[] memory account = _accountProof(Predeploys.INBOX);
        bytes[] memory entry = _slotProof(Predeploys.INBOX, fault);
        vm.expectRevert();
        collectionBridge.refundFailed(_unconsumed, account, entry);
        collectionBridge.refundFailed(_failed, account, entry);
        vm.expectPartialRevert(IQueuedClaims.AlreadyEscaped.selector);
        collectionBridge.refundFailed(_failed, account, entry);
    }

    function _bouncedLeaf(DepositData memory d) private returns (Leaf memory leaf) {
        leaf = Leaf(uint64(leafHashes.length), d.kind, SIDECHAIN, d.token, address(inbox), d.from, d.amount, 0, keccak256(d.data));
        dataOf[leaf.index] = d.data;
    }
}
