// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {NftFixture} from "../support/NftFixture.sol";
import {Collection721, NftRecipient} from "../support/Nfts.sol";

/// @title NFTs there and back over both chains, failing on the way, and out of a dead bridge
contract NftRoundTripTest is NftFixture {
    DepositData private _failed;
    DepositData private _unconsumed;
    address private _owners;
    address private _balances;
    bytes32 private _owner;
    bytes32 private _balance;
    bytes32 private _fault;

    function test_uniqueTokens_thereAndBack() public {
        _deposit721(_list(0, 3), bob);
        vm.assertEq(unique.ownerOf(0), address(nftVault));
        _relay();
        IERC721Metadata mirror = IERC721Metadata(nftBridge.mirrorOf(3, address(unique)));
        vm.assertEq(mirror.ownerOf(0), bob);
        vm.assertEq(mirror.tokenURI(3), "ipfs://some/3");
        vm.assertEq(mirror.name(), "Some Collection");
        vm.prank(bob);
        mirror.transferFrom(bob, alice, 3);
        vm.expectRevert(abi.encodeWithSignature("ERC721IncorrectOwner(address,uint256,address)", bob, 3, alice));
        vm.prank(bob);
        nftBridge.withdraw(3, address(unique), _list(3), _list(1), bob);
        Leaf memory leaf = _takeHome(alice, 3, _list(3), _list(1), bob);
        _claimNft(leaf);
        vm.warp(block.timestamp + 1 hours);
        nftVault.release(0, leaf, _list(3), _list(1));
        vm.assertEq(unique.ownerOf(3), bob);
        vm.assertEq(nftVault.held(3, address(unique), 3), 0);
        vm.assertEq(nftVault.held(3, address(unique), 0), 1);
    }

    function test_sorts_thereAndBack_andThereAgain() public {
        for (uint256 round = 0; round < 2; ++round) {
            _deposit1155(_list(1, 2), _list(10, 20), bob);
            _relay();
            IERC1155 mirror = IERC1155(nftBridge.mirrorOf(4, address(sorts)));
            vm.assertEq(mirror.balanceOf(bob, 2), 20);
            Leaf memory leaf = _takeHome(bob, 4, _list(1, 2), _list(10, 20), alice);
            _claimNft(leaf);
            vm.warp(block.timestamp + 1 hours);
            nftVault.release(leaf.index, leaf, _list(1, 2), _list(10, 20));
            vm.assertEq(sorts.balanceOf(alice, 2), 100);
            vm.assertEq(mirror.balanceOf(bob, 1), 0);
        }
    }

    /// @dev The longest deposit that is accepted fits its frame; a URI that is too long is left out, not cut.
    function test_T32_theLargestDeposit_isDelivered() public {
        bytes memory base = new bytes(254);
        for (uint256 i = 0; i < 254; ++i) {
            base[i] = "u";
        }
        unique.set(Collection721.Mode.Honest, string(base));
        uint256[] memory ids = new uint256[](16);
        for (uint256 i = 0; i < 16; ++i) {
            ids[i] = i < 8 ? 90 + i : 992 + i;
            unique.mint(alice, ids[i]);
        }
        _deposit721(ids, bob);
        _relay();
        IERC721Metadata mirror = IERC721Metadata(nftBridge.mirrorOf(3, address(unique)));
        vm.assertEq(mirror.ownerOf(90), bob);
        vm.assertEq(mirror.ownerOf(1007), bob);
        vm.assertEq(bytes(mirror.tokenURI(90)).length, 256);
        vm.assertEq(bytes(mirror.tokenURI(1007)).length, 0);
    }

    function test_T33_refusedDeposit_isKept_retried_orBounced_theNextProceeds() public {
        NftRecipient bad = new NftRecipient();
        bad.set(NftRecipient.Mode.BurnGas, nftVault);
        _deposit1155(_list(1), _list(5), address(bad));
        _deposit1155(_list(1), _list(6), address(bad));
        _deposit721(_list(2), bob);
        _collectDeposits();
        DepositData[] memory all = pendingDeposits;
        _relay();
        vm.assertEq(IERC721Metadata(nftBridge.mirrorOf(3, address(unique))).ownerOf(2), bob);
        vm.chainId(SIDECHAIN);
        bad.set(NftRecipient.Mode.Accept, nftVault);
        inbox.retry(all[0]);
        vm.assertEq(IERC1155(nftBridge.mirrorOf(4, address(sorts))).balanceOf(address(bad), 1), 5);
        vm.warp(block.timestamp + 7 days);
        inbox.bounce(all[1]);
        vm.chainId(L1_CHAIN);
        Leaf memory leaf =
            Leaf(0, 4, L1_CHAIN, address(sorts), address(inbox), alice, all[1].amount, 0, 0);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_checkpoint());
        _claimNft(leaf);
        vm.warp(block.timestamp + 1 hours);
        nftVault.release(0, leaf, _list(1), _list(6));
        vm.assertEq(sorts.balanceOf(alice, 1), 95);
        vm.assertEq(nftVault.held(4, address(sorts), 1), 5);
    }

    // ------------------------------------------------------------------------------------ the dead bridge

    function test_E5_nftsLeaveADeadBridge_onceEach_boundedByWhatIsHeld() public {
        NftRecipient bad = new NftRecipient();
        bad.set(NftRecipient.Mode.Refuse, nftVault);
        _deposit721(_list(0, 1), bob);
        _deposit1155(_list(1), _list(10), bob);
        _deposit1155(_list(2), _list(7), address(bad));
        _collectDeposits();
        _failed = pendingDeposits[2];
        _relay();
        Leaf memory leaf = _takeHome(bob, 3, _list(1), _list(1), bob);
        _deposit721(_list(2), bob);
        _collectDeposits();
        _unconsumed = pendingDeposits[0];
        _prepare();
        bytes[] memory none = new bytes[](0);
        vm.expectRevert(IQueuedClaims.NoExitState.selector);
        nftVault.escape(3, address(unique), 0, bob, none, none);
        vm.expectRevert(IQueuedClaims.NoExitState.selector);
        nftVault.refundDeposit(_unconsumed);
        _die();
        _escapes();
        _refunds();
        _claimNft(leaf);
        vm.warp(block.timestamp + 1 hours);
        nftVault.release(0, leaf, _list(1), _list(1));
        vm.assertEq(unique.ownerOf(1), bob);
    }

    function _prepare() private {
        (_owners, _balances) = (nftBridge.mirrorOf(3, address(unique)), nftBridge.mirrorOf(4, address(sorts)));
        (_owner, _balance) = (_mappingSlot(0, 2), _balanceSlot(1, bob));
        _fault = _mappingSlot(bytes32(uint256(2)), 3);
        _hold(_owners);
        _hold(_balances);
        _hold(Predeploys.INBOX);
        _holdSlot(_owners, _owner);
        _holdSlot(_balances, _balance);
        _holdSlot(Predeploys.INBOX, _fault);
    }

    function _escapes() private {
        bytes[] memory account = _accountProof(_owners);
        bytes[] memory entry = _slotProof(_owners, _owner);
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotTheOwner.selector, address(unique), 0, bob));
        nftVault.escape(3, address(unique), 0, alice, account, entry);
        vm.startPrank(bob);
        nftVault.escape(3, address(unique), 0, alice, account, entry);
        vm.assertEq(unique.ownerOf(0), alice);
        bytes32 key = keccak256(abi.encode("nft", 3, unique, 0, bob));
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.AlreadyEscaped.selector, key));
        nftVault.escape(3, address(unique), 0, alice, account, entry);
        account = _accountProof(_balances);
        entry = _slotProof(_balances, _balance);
        nftVault.escape(4, address(sorts), 1, alice, account, entry);
        vm.assertEq(sorts.balanceOf(alice, 1), 100);
        vm.stopPrank();
    }

    function _refunds() private {
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotTheDeposit.selector, _unconsumed.nonce));
        vault.refundDeposit(_unconsumed);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.DepositConsumed.selector, _failed.nonce, _unconsumed.nonce));
        nftVault.refundDeposit(_failed);
        nftVault.refundDeposit(_unconsumed);
        vm.assertEq(unique.ownerOf(2), alice);
        vm.expectPartialRevert(IQueuedClaims.AlreadyEscaped.selector);
        nftVault.refundDeposit(_unconsumed);
        bytes[] memory account = _accountProof(Predeploys.INBOX);
        bytes[] memory entry = _slotProof(Predeploys.INBOX, _fault);
        nftVault.refundFailed(_failed, account, entry);
        vm.assertEq(sorts.balanceOf(alice, 2), 100);
        vm.expectPartialRevert(IQueuedClaims.AlreadyEscaped.selector);
        nftVault.refundFailed(_failed, account, entry);
    }

    function _balanceSlot(uint256 id, address who) private pure returns (bytes32) {
        return keccak256(abi.encode(who, keccak256(abi.encode(id, uint256(0)))));
    }
}
