// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {INftBridge} from "../../src/interfaces/INftBridge.sol";
import {INftMirror} from "../../src/interfaces/INftMirror.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {NftContents} from "../../src/libraries/NftContents.sol";
import {Collection721, NftRecipient} from "../support/Nfts.sol";
import {NftFixture} from "../support/NftFixture.sol";

/// @title Custody of NFTs: what is taken, what is refused, and that nobody's refusal hurts others
contract NftVaultTest is NftFixture {
    // ------------------------------------------------------------------------------------ deposits

    function test_T24_notACollection_revert() public {
        address[4] memory wrong = [address(0), bob, address(1), _account("delegated")];
        vm.etch(wrong[3], abi.encodePacked(hex"ef0100", address(unique)));
        for (uint256 i = 0; i < 4; ++i) {
            bytes memory reason = abi.encodeWithSelector(INftVault.NotACollection.selector, wrong[i]);
            vm.expectRevert(reason);
            nftVault.deposit721(wrong[i], _list(1), bob);
            vm.expectRevert(reason);
            nftVault.deposit1155(wrong[i], _list(1), _list(1), bob);
        }
    }

    function test_contents_thatAreNoList_revert() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(NftContents.NotRising.selector, 1));
        nftVault.deposit721(address(unique), _list(1, 1), bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 0, 0));
        nftVault.deposit721(address(unique), new uint256[](0), bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 1, 2));
        nftVault.deposit1155(address(sorts), _list(1), _list(1, 2), bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongAmount.selector, 2, 0));
        nftVault.deposit1155(address(sorts), _list(1, 2), _list(1, 0), bob);
        vm.stopPrank();
    }

    /// @dev Seventeen would fit into a block, but nobody could know; what is accepted must be deliverable.
    function test_T32_tooMany_areRefusedWhereTheyAreSent() public {
        uint256[] memory ids = new uint256[](17);
        for (uint256 i = 0; i < 17; ++i) {
            ids[i] = i;
        }
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 17, 17));
        nftVault.deposit721(address(unique), ids, bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 17, 17));
        nftBridge.withdraw(3, address(unique), ids, ids, bob);
    }

    function test_T27_lyingCollections_areNotBelieved() public {
        unique.set(Collection721.Mode.Lie, "");
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotReceived.selector, address(unique), 1));
        _deposit721(_list(1), bob);
        sorts.setShort(true);
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotReceived.selector, address(sorts), 2));
        _deposit1155(_list(2), _list(5), bob);
        vm.assertEq(vault.depositCount(), 0);
    }

    function test_T27_aTokenSaidToComeTwice_isRefused() public {
        _deposit721(_list(1), bob);
        unique.set(Collection721.Mode.Lie, "");
        vm.expectRevert(abi.encodeWithSelector(INftVault.AlreadyHeld.selector, address(unique), 1));
        _deposit721(_list(1), bob);
    }

    function test_T28_unaskedTokens_areRefused() public {
        vm.startPrank(alice);
        vm.expectRevert();
        unique.safeTransferFrom(alice, address(nftVault), 1);
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotPulling.selector, address(sorts)));
        sorts.safeTransferFrom(alice, address(nftVault), 1, 1, "");
        unique.transferFrom(alice, address(nftVault), 1); // nothing can stop this
        vm.stopPrank();
        vm.assertEq(nftVault.held(3, address(unique), 1), 0, "forced tokens belong to nobody");
    }

    /// @dev T25, T09: the vault is the one emitter and chains for its own vault of NFTs only.
    function test_T09_nobodyElse_chainsDeposits() public {
        vm.expectRevert(abi.encodeWithSelector(IVault.OnlyModule.selector, address(this), vault.NFT_VAULT()));
        vault.chain(3, alice, bob, address(unique), 1, 50_000, "");
        vm.expectRevert(abi.encodeWithSelector(INftBridge.OnlyInbox.selector, address(this)));
        nftBridge.credit(3, address(unique), bob, 1, "");
        vm.expectRevert(abi.encodeWithSelector(INftVault.OnlySelf.selector, address(this)));
        nftVault.deliver(3, address(unique), bob, _list(1), _list(1));
        _deposit721(_list(1), bob);
        _relay();
        INftMirror mirror = INftMirror(nftBridge.mirrorOf(3, address(unique)));
        vm.expectRevert(abi.encodeWithSelector(INftMirror.OnlyNftBridge.selector, address(this)));
        mirror.mint(alice, _list(9), _list(1), new string[](1));
        vm.expectRevert(abi.encodeWithSelector(INftMirror.OnlyNftBridge.selector, address(this)));
        mirror.burn(bob, _list(1), _list(1));
    }

    // ------------------------------------------------------------------------------------ claims

    function test_otherKinds_areClaimedAtTheOtherVaultOnly() public {
        _deposit721(_list(1), bob);
        _relay();
        Leaf memory leaf = _takeHome(bob, 3, _list(1), _list(1), bob);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.UnsupportedAsset.selector, 3, L1_CHAIN, address(unique)));
        Leaf memory coin = _withdraw(1, address(0), bob, 1, 0);
        Checkpoint memory c = _next();
        _submit(c);
        _claimNftRefused(coin, abi.encodeWithSelector(IQueuedClaims.UnsupportedAsset.selector, 1, L1_CHAIN, address(0)));
    }

    /// @dev T01: nothing leaves at once; T09: nor more than is held, whatever was signed.
    function test_T09_aLie_isBoundedByWhatIsHeld_andWaits() public {
        _deposit1155(_list(1), _list(10), bob);
        _relay();
        Leaf memory lie = _forge(4, _list(1), _list(11), bob);
        Leaf memory other = _forge(3, _list(1), _list(1), bob);
        Checkpoint memory c = _next();
        _submit(c);
        _claimNft(lie);
        _claimNft(other);
        _claimNftRefused(lie, abi.encodeWithSelector(IQueuedClaims.AlreadyClaimed.selector, 0));
        uint256 releaseAt = block.timestamp + 1 hours;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotReleasable.selector, 0, releaseAt));
        nftVault.release(0, lie, _list(1), _list(11));
        vm.warp(releaseAt);
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotHeld.selector, address(sorts), 1, 10, 11));
        nftVault.release(0, lie, _list(1), _list(11));
        uint256 given = uint256(keccak256(abi.encode(_list(1), _list(10))));
        vm.expectRevert(abi.encodeWithSelector(INftVault.WrongContents.selector, given, lie.amount));
        nftVault.release(0, lie, _list(1), _list(10));
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotHeld.selector, address(unique), 1, 0, 1));
        nftVault.release(1, other, _list(1), _list(1));
    }

    /// @dev Moving a boundary between the lists gives another hash (T20).
    function testFuzz_T20_contents_haveOneHash(uint256 a, uint256 b, uint256 x, uint256 y) public pure {
        vm.assume(a < b && x != 0 && y != 0);
        uint256 hash = NftContents.check(4, _list(a, b), _list(x, y));
        vm.assertEq(hash, uint256(keccak256(abi.encode(_list(a, b), _list(x, y)))));
        if (x < y) vm.assertTrue(a == x && b == y || hash != NftContents.check(4, _list(x, y), _list(a == 0 ? 1 : a, b)));
    }

    function test_T29_refusingRecipients_areOwed_others_areNot_harmed() public {
        NftRecipient bad = new NftRecipient();
        for (uint256 mode = 1; mode < 5; ++mode) {
            bad.set(NftRecipient.Mode.Accept, nftVault);
            _deposit1155(_list(1, 2), _list(3, mode), bob);
            _relay();
            bad.set(NftRecipient.Mode(mode), nftVault);
            Leaf memory leaf = _takeHome(bob, 4, _list(1, 2), _list(3, mode), address(bad));
            _claimNft(leaf);
            vm.warp(block.timestamp + 1 hours);
            nftVault.release(leaf.index, leaf, _list(1, 2), _list(3, mode));
            vm.assertEq(nftVault.owed(address(bad), 4, address(sorts), _list(1, 2), _list(3, mode)), 1);
            vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotQueued.selector, leaf.index));
            nftVault.release(leaf.index, leaf, _list(1, 2), _list(3, mode));
            bad.collect(address(sorts), _list(1, 2), _list(3, mode), bob);
            vm.assertEq(sorts.balanceOf(bob, 2), mode * (mode + 1) / 2);
            vm.expectRevert(abi.encodeWithSelector(INftVault.NothingOwed.selector, address(bad), address(sorts)));
            bad.collect(address(sorts), _list(1, 2), _list(3, mode), bob);
        }
        vm.assertEq(nftVault.held(4, address(sorts), 1), 0);
    }

    function test_T27_refusingCollection_isOwed_untilItDoesNot() public {
        _deposit721(_list(0, 1), bob);
        _relay();
        Leaf memory leaf = _takeHome(bob, 3, _list(0, 1), _list(1, 1), bob);
        _claimNft(leaf);
        vm.warp(block.timestamp + 1 hours);
        unique.set(Collection721.Mode.Refuse, "");
        nftVault.release(0, leaf, _list(0, 1), _list(1, 1));
        vm.startPrank(bob);
        vm.expectRevert();
        nftVault.collectOwed(3, address(unique), _list(0, 1), _list(1, 1), bob);
        unique.set(Collection721.Mode.Honest, "");
        nftVault.collectOwed(3, address(unique), _list(0, 1), _list(1, 1), alice);
        vm.assertEq(unique.ownerOf(0), alice);
    }

    function testFuzz_T34_littleGas_cannotMakeItFail(uint256 gas_) public {
        _deposit1155(_list(1), _list(5), bob);
        _relay();
        Leaf memory leaf = _takeHome(bob, 4, _list(1), _list(5), bob);
        _claimNft(leaf);
        vm.warp(block.timestamp + 1 hours);
        bytes memory call_ = abi.encodeCall(nftVault.release, (0, leaf, _list(1), _list(5)));
        (bool ok,) = address(nftVault).call{gas: _bound(gas_, 30_000, 700_000)}(call_);
        vm.assertEq(sorts.balanceOf(bob, 1), ok ? 5 : 0);
        vm.assertEq(nftVault.owed(bob, 4, address(sorts), _list(1), _list(5)), 0);
    }
}
