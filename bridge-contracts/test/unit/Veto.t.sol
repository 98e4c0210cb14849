// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IPauseBoard} from "../../src/interfaces/IPauseBoard.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {NftContents} from "../../src/libraries/NftContents.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {Collection721} from "../support/Nfts.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {SignerGroup} from "../support/SignerGroup.sol";

/// @title Two guardians take back what no evidence can show to be false
contract VetoTest is L1Fixture {
    uint256 private constant HELD = 10_000 ether;

    IPauseBoard private board;
    address[] private guardians;
    address private thief;
    Checkpoint private good;
    Leaf private _lastLie;

    function setUp() public override {
        super.setUp();
        (guardians, thief) = (new address[](3), _account("thief"));
        (guardians[0], guardians[1], guardians[2]) = (_account("one"), _account("two"), _account("three"));
        uint64 nonce = vm.getNonce(address(this));
        address anchorAt = vm.computeCreateAddress(address(this), nonce + 1);
        address vaultAt = vm.computeCreateAddress(address(this), nonce + 2);
        pauseBoard = _create("PauseBoard", abi.encode(anchorAt, vaultAt, address(0), address(0), guardians));
        board = IPauseBoard(pauseBoard);
        group = SignerGroup.make(5, 1);
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _deployWith(header, address(0), _defaultLimits(), _defaultLimits(), 24 hours);
        vm.deal(address(this), HELD);
        vault.depositETH{value: HELD}(address(1), 50_000, "");
        good = _next();
        _submit(good);
    }

    function test_T01_twoGuardians_takeAFalseCheckpointBack_oneDoesNot() public {
        Leaf memory lie = _withdraw(1, address(0), thief, HELD, 0);
        Checkpoint memory c = _next();
        _submit(c);
        _claim(lie);
        vm.warp(block.timestamp + 24 hours - 1);
        _veto(0, c);
        _veto(0, c); // once more is still one
        vm.assertFalse(anchor.isVoided(2));
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.CheckpointsVoided(2, 2, "veto");
        _veto(1, c);
        vm.warp(block.timestamp + 1);
        vault.release(0, lie);
        vm.assertEq(thief.balance, 0);
        vm.assertEq(vault.locked(address(0)), HELD);
        _claimRefused(lie, abi.encodeWithSelector(IVault.UnknownRoot.selector, _root()));
    }

    /// @dev The same for NFTs: what waits under a false checkpoint is forgotten, by whoever comes first, and never handed over.
    function test_T01_queuedNfts_ofATakenBackCheckpoint_areForgotten() public {
        Collection721 unique = new Collection721();
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        uint256[] memory ids = new uint256[](1);
        uint256[] memory amounts = new uint256[](1);
        (ids[0], amounts[0]) = (7, 1);
        unique.mint(address(this), 7);
        unique.approve(address(nftVault), 7);
        nftVault.deposit721(address(unique), ids, address(1));
        uint256 contents = uint256(keccak256(abi.encode(ids, amounts)));
        Leaf[2] memory lies;
        for (uint256 i = 0; i < 2; ++i) {
            lies[i] = _withdraw(3, address(unique), thief, contents, 0);
        }
        Checkpoint memory c = _next();
        _submit(c);
        for (uint256 i = 0; i < 2; ++i) {
            _claimNft(nftVault, lies[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotVoided.selector, 0));
        nftVault.forget(0);
        _veto(0, c);
        _veto(1, c);
        vm.warp(block.timestamp + 1 hours);
        nftVault.release(0, lies[0], ids, amounts);
        nftVault.forget(1);
        vm.assertFalse(nftVault.isClaimed(0) || nftVault.isClaimed(1));
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotQueued.selector, 0));
        nftVault.release(0, lies[0], ids, amounts);
        vm.assertEq(unique.ownerOf(7), address(nftVault));
        vm.assertEq(nftVault.held(3, address(unique), 7), 1);
    }

    /// @dev A pause of releases holds NFTs as well, and ends for what is 14 days overdue (I10).
    function test_I10_pausedReleases_holdNfts_atMostAFortnight() public {
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        uint256[] memory none = new uint256[](0);
        Leaf memory leaf = _withdraw(3, address(vault), thief, 1, 0);
        _submit(_next());
        _claimNft(nftVault, leaf);
        uint40 releaseAt = uint40(block.timestamp + 1 hours);
        vm.warp(releaseAt + 14 days - 2);
        uint40 until = uint40(block.timestamp + 14 days);
        vm.prank(pauseBoard);
        vault.pause(until, 0, until);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.Paused.selector, until));
        nftVault.release(0, leaf, none, none);
        Collection721 unique = new Collection721();
        unique.mint(address(this), 7);
        unique.approve(address(nftVault), 7);
        uint256[] memory ids = new uint256[](1);
        ids[0] = 7;
        vm.expectRevert(abi.encodeWithSelector(IVault.Paused.selector, until));
        nftVault.deposit721(address(unique), ids, address(1));
        vm.warp(block.timestamp + 2);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 0, 0)); // no pause any more
        nftVault.release(0, leaf, none, none);
    }

    /// @dev And for tokens of the sidechain: what a false checkpoint would mint is never minted.
    function test_T01_queuedMirrors_ofATakenBackCheckpoint_areForgotten() public {
        bytes memory metadata = abi.encode("False", "FLS", uint8(18));
        Leaf memory lie = Leaf(0, 6, SIDECHAIN, address(7), thief, thief, HELD, 0, keccak256(metadata));
        leafHashes.push(_slowLeafHash(lie));
        Checkpoint memory c = _next();
        _submit(c);
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 0, 32);
        mirrorBridge.claim(_root(), lie, mask, siblings);
        _veto(0, c);
        _veto(1, c);
        vm.warp(block.timestamp + 1 hours);
        mirrorBridge.release(0, lie, metadata);
        vm.assertEq(mirrorBridge.mirrorOf(address(7)).code.length, 0);
        vm.assertFalse(mirrorBridge.isClaimed(0));
    }

    function _claimNft(NftVault nftVault, Leaf memory leaf) private {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        nftVault.claim(_root(), leaf, mask, siblings);
    }

    /// @dev All that guardians have, used as late as possible, against signers that lie again at once: five days.
    function test_T01_twoVetoesAndAPause_gainFiveDays_noMore() public {
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < 2; ++i) {
            Checkpoint memory c = _lie();
            Leaf memory lie = _lastLie;
            _claim(lie);
            vm.warp(block.timestamp + 24 hours - 1);
            _takeBack(c);
            vault.forget(lie.index);
        }
        _lie();
        _claim(_lastLie);
        vm.warp(block.timestamp + 24 hours - 1);
        vm.prank(guardians[0]);
        board.pause(IPauseBoard.Part.Releases);
        uint40 until = board.pausedUntil(IPauseBoard.Part.Releases);
        vm.warp(until - 1);
        vm.expectRevert(abi.encodeWithSelector(IVault.Paused.selector, until));
        vault.release(_lastLie.index, _lastLie);
        vm.warp(until);
        vault.release(_lastLie.index, _lastLie);
        vm.assertEq(thief.balance, HELD);
        vm.assertEq(block.timestamp - start, 5 days - 3);
    }

    function test_onlyGuardians_withinTwoDays_andAgainAfterThat() public {
        Checkpoint memory c = _lie();
        Checkpoint[] memory chain = _only(c);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyGuardian.selector, address(this)));
        board.veto(good, chain, "");
        _veto(0, c);
        vm.warp(block.timestamp + 48 hours);
        _veto(1, c); // the first has lapsed, this is a new first one
        vm.assertFalse(anchor.isVoided(2));
        _veto(2, c);
        vm.assertTrue(anchor.isVoided(2));
    }

    function test_T47_atMostTwoIn30Days() public {
        for (uint256 i = 0; i < 2; ++i) {
            _takeBack(_lie());
            vm.warp(block.timestamp + 1 days);
        }
        uint256 first = block.timestamp - 2 days;
        Checkpoint memory c = _lie();
        _veto(0, c);
        Checkpoint[] memory chain = _only(c);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.CoolingDown.selector, uint40(first + 30 days)));
        vm.prank(guardians[1]);
        board.veto(good, chain, "");
        vm.warp(first + 30 days);
        // By now it is too old; what the signers add to it is young, and the third veto takes that.
        Checkpoint memory next = _next();
        _submit(next);
        chain = _only(next);
        vm.prank(guardians[0]);
        board.veto(c, chain, "");
        vm.prank(guardians[1]);
        board.veto(c, chain, "");
        vm.assertTrue(anchor.isVoided(next.index) && !anchor.isVoided(c.index));
    }

    function test_afterSevenDays_itStands() public {
        Checkpoint memory c = _lie();
        uint256 latest = block.timestamp + 7 days;
        vm.warp(latest - 1);
        _veto(0, c);
        vm.warp(latest);
        Checkpoint[] memory chain = _only(c);
        vm.prank(guardians[1]);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.TooLateToVeto.selector, latest));
        board.veto(good, chain, "");
        // What was built on it later does not make it young again.
        Checkpoint memory next = _next();
        _submit(next);
        chain = new Checkpoint[](2);
        (chain[0], chain[1]) = (c, next);
        vm.prank(guardians[1]);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.TooLateToVeto.selector, latest));
        board.veto(good, chain, "");
    }

    function test_majorityRoots_canBeVetoed() public {
        vm.warp(block.timestamp + 24 hours);
        _withdraw(1, address(0), thief, HELD, 0);
        Checkpoint memory c = _next();
        bytes memory sigs = SignerGroup.sign(group, anchor.hashCheckpoint(c), 7);
        anchor.submit(c, group.set, 7, sigs, "");
        vm.warp(block.timestamp + 7 days - 1);
        Checkpoint[] memory chain = _only(c);
        vm.prank(guardians[0]);
        board.veto(good, chain, "");
        vm.prank(guardians[1]);
        board.veto(good, chain, "");
        vm.assertTrue(anchor.isVoided(2));
    }

    /// @dev The worst that guardians can do: the bridge goes on by the next signatures, and who waited waits anew.
    function test_T47_aVetoOfTheTruth_onlyDelays() public {
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1000 ether, 0);
        Checkpoint memory c = _next();
        _submit(c);
        _claim(leaf);
        _takeBack(c);
        vault.forget(leaf.index);
        _submit(_next());
        _claim(leaf);
        (, uint40 releaseAt,) = vault.queued(leaf.index);
        vm.warp(releaseAt);
        vault.release(leaf.index, leaf);
        vm.assertEq(address(0x1ea).balance, 1000 ether);
    }

    function _lie() private returns (Checkpoint memory c) {
        _lastLie = _withdraw(1, address(0), thief, HELD, 0);
        c = _next();
        _submit(c);
    }

    function _takeBack(Checkpoint memory c) private {
        _veto(0, c);
        _veto(1, c);
        vm.assertTrue(anchor.isVoided(c.index));
    }

    function _veto(uint256 guardian, Checkpoint memory c) private {
        Checkpoint[] memory chain = _only(c);
        vm.prank(guardians[guardian]);
        board.veto(good, chain, "");
    }

    function _only(Checkpoint memory c) private pure returns (Checkpoint[] memory chain) {
        chain = new Checkpoint[](1);
        chain[0] = c;
    }
}
