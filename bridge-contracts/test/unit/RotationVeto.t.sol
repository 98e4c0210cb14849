// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IEvidence} from "../../src/interfaces/IEvidence.sol";
import {IPauseBoard} from "../../src/interfaces/IPauseBoard.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {CliqueVotes} from "../../src/libraries/CliqueVotes.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {Headers} from "../support/Headers.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title Two guardians undo a rotation by votes while it is in quarantine
contract RotationVetoTest is SealedFixture {
    using SignerGroup for Group;

    uint256 private constant NEWCOMER = 0x7777;

    IPauseBoard private board;
    address[] private guardians;
    Checkpoint private good;
    Group private before;
    Group private rotated;
    uint256 private rotatedAt;

    function setUp() public override {
        super.setUp();
        guardians = new address[](3);
        (guardians[0], guardians[1], guardians[2]) = (_account("one"), _account("two"), _account("three"));
        uint64 nonce = vm.getNonce(address(this));
        address anchorAt = vm.computeCreateAddress(address(this), nonce + 1);
        address vaultAt = vm.computeCreateAddress(address(this), nonce + 2);
        pauseBoard = _create("PauseBoard", abi.encode(anchorAt, vaultAt, address(0), address(0), guardians));
        board = IPauseBoard(pauseBoard);
        group = SignerGroup.make(5, 1);
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _deployWith(header, address(0), _openLimits(), _openLimits(), 24 hours);
        vm.deal(address(this), 100 ether);
        vault.depositETH{value: 100 ether}(address(1), 50_000, "");
        good = _next();
        _submit(good);
        before = group;
        rotated = group.with(NEWCOMER);
        vm.warp(block.timestamp + 24 hours);
        _rotate(100);
    }

    function test_twoGuardians_bringThePreviousSetBack_oneDoesNot() public {
        vm.warp(rotatedAt + 24 hours - 1);
        (bytes32 previous, bytes32 headThen, uint256 until) = evidence.lastRotation();
        vm.assertEq(previous, QuorumLib.hash(before.set));
        (,,, bytes32 digest) = anchor.head();
        vm.assertEq(headThen, digest);
        vm.assertEq(until, rotatedAt + 24 hours);
        bytes32 name = board.rotationDigest();
        vm.expectEmit(true, true, true, true, pauseBoard);
        emit IPauseBoard.VetoProposed(name, guardians[0]);
        _veto(0);
        _veto(0); // once more is still one
        vm.assertEq(anchor.setHash(), QuorumLib.hash(rotated.set));
        vm.expectEmit(true, true, true, true, pauseBoard);
        emit IPauseBoard.Vetoed(name, guardians[0], guardians[1]);
        vm.expectEmit(true, true, true, true, address(evidence));
        emit IEvidence.RotationUndone(vm.addr(NEWCOMER), QuorumLib.hash(before.set));
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.SignerSetChanged(2, vm.addr(NEWCOMER), false, QuorumLib.hash(before.set), good.lastBlock);
        _veto(1);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
        (uint24 id, uint8 size, uint40 activatedAt) = anchor.signerSet();
        vm.assertEq(id, 2);
        vm.assertEq(size, 5);
        vm.assertEq(activatedAt, block.timestamp);
        vm.assertEq(evidence.rotatedUpTo(), 0);
        // The previous set signs, young as it is again; the vetoed one does not.
        group = rotated;
        Checkpoint memory c = _next();
        c.setHash = QuorumLib.hash(rotated.set);
        c.nextSetHash = c.setHash;
        _refused(c, abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, c.setHash, QuorumLib.hash(before.set)));
        group = before;
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        _submit(_next());
        uint40 matures = uint40(block.timestamp + 24 hours);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.RootNotMature.selector, _root(), matures));
    }

    function test_onlyGuardians_onlyByTheBoard() public {
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyGuardian.selector, address(this)));
        board.vetoRotation(rotated.set, before.set, good, new Checkpoint[](0));
        vm.expectRevert(abi.encodeWithSelector(IEvidence.OnlyPauseBoard.selector, address(this)));
        evidence.undoRotation(rotated.set, before.set, good, new Checkpoint[](0));
    }

    function test_afterTheQuarantine_itStands() public {
        _veto(0);
        vm.warp(rotatedAt + 24 hours);
        _refusedVeto(1, abi.encodeWithSelector(IEvidence.TooLateToUndo.selector, rotatedAt + 24 hours));
        vm.assertEq(anchor.setHash(), QuorumLib.hash(rotated.set));
    }

    function test_notTwice_andNotWithoutARotation() public {
        _undo();
        _veto(0);
        _refusedVeto(1, abi.encodeWithSelector(IEvidence.NoRotation.selector));
    }

    /// @dev A proposal names one rotation; it does not help against the next.
    function test_aProposal_isAboutOneRotation() public {
        _undo();
        vm.warp(block.timestamp + 24 hours);
        _veto(0);
        _rotate(200);
        _veto(1);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(rotated.set));
        _veto(2);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
    }

    /// @dev Vetoed votes never count again, whoever brings them; new ones do.
    function test_vetoedVotes_doNotComeBack() public {
        bytes[] memory votes = _votes(100);
        _undo();
        vm.warp(block.timestamp + 24 hours);
        vm.expectRevert(abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 0));
        evidence.rotateByVotes(before.set, rotated.set, votes);
        votes[0] = _vote(103, 0, vm.addr(NEWCOMER), ADD);
        vm.expectRevert(abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        evidence.rotateByVotes(before.set, rotated.set, votes);
        // Votes about others in the same blocks still do.
        Group memory four = before.without(4);
        for (uint256 i = 0; i < 3; ++i) {
            votes[i] = _vote(100 + i, i, before.address_(4), DROP);
        }
        evidence.rotateByVotes(before.set, four.set, votes);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(four.set));
    }

    /// @dev Checkpoint and rotation vetoes together: two in thirty days.
    function test_T47_atMostTwoVetoesIn30Days_ofEitherSort() public {
        uint256 first = block.timestamp;
        _undo();
        Checkpoint memory c = _next();
        _submit(c);
        vm.prank(guardians[0]);
        board.veto(good, _only(c), "");
        vm.prank(guardians[1]);
        board.veto(good, _only(c), "");
        vm.warp(block.timestamp + 24 hours);
        _rotate(200);
        _veto(0);
        _refusedVeto(1, abi.encodeWithSelector(IPauseBoard.CoolingDown.selector, uint40(first + 30 days)));
    }

    function test_afterACheckpointByTheNewSet_thatGoesToo() public {
        group = rotated;
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 100 ether, 0);
        Checkpoint memory c = _next();
        _submit(c);
        _veto(0);
        bytes32 digest = anchor.hashCheckpoint(c);
        (, bytes32 then_,) = evidence.lastRotation();
        _refusedVeto(1, abi.encodeWithSelector(IEvidence.NotSinceRotation.selector, digest, then_));
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.CheckpointsVoided(2, 2, "rotation");
        vm.prank(guardians[1]);
        board.vetoRotation(rotated.set, before.set, good, _only(c));
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
        vm.assertTrue(anchor.isVoided(2));
        (uint64 index, uint64 lastBlock,, bytes32 current) = anchor.head();
        vm.assertEq(index, 3);
        vm.assertEq(lastBlock, good.lastBlock);
        vm.assertEq(current, then_);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.UnknownRoot.selector, _root()));
        group = before;
        _submit(_next());
    }

    /// @dev Even when the new set has handed over to another meanwhile.
    function test_afterAHandoverByTheNewSet_allOfItGoes() public {
        group = rotated;
        Group memory third = rotated.without(0);
        Checkpoint[] memory chain = new Checkpoint[](2);
        Extras memory extras;
        extras.nextSet = third.set;
        chain[0] = _next();
        chain[0].nextSetHash = QuorumLib.hash(third.set);
        _submit(chain[0], abi.encode(extras));
        group = third;
        chain[1] = _next();
        _submit(chain[1]);
        _veto(0);
        // Leaving one out does not help: the digests bind them.
        bytes32 second = anchor.hashCheckpoint(chain[1]);
        bytes32 first = anchor.hashCheckpoint(chain[0]);
        vm.prank(guardians[1]);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.NotTheHead.selector, first, second));
        board.vetoRotation(rotated.set, before.set, good, _only(chain[0]));
        bytes32 then_ = anchor.hashCheckpoint(good);
        vm.prank(guardians[1]);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.NotSinceRotation.selector, first, then_));
        board.vetoRotation(rotated.set, before.set, good, _only(chain[1]));
        vm.prank(guardians[1]);
        board.vetoRotation(rotated.set, before.set, good, chain);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
        vm.assertTrue(anchor.isVoided(2) && anchor.isVoided(3));
    }

    function test_anotherPreviousOrRotatedSet_isRefused() public {
        _veto(0);
        bytes32 given = QuorumLib.hash(before.without(0).set);
        bytes memory wrong = before.without(0).set;
        vm.prank(guardians[1]);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.WrongSignerSet.selector, given, QuorumLib.hash(before.set)));
        board.vetoRotation(rotated.set, wrong, good, new Checkpoint[](0));
        vm.prank(guardians[1]);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.WrongSignerSet.selector, given, QuorumLib.hash(rotated.set)));
        board.vetoRotation(wrong, before.set, good, new Checkpoint[](0));
    }

    /// @dev A checkpoint from before the rotation is taken back: the anchor restores the set it was signed by, nothing is left to veto.
    function test_whenAnOlderCheckpointFalls_theRotationIsGoneAlready() public {
        vm.prank(guardians[0]);
        board.veto(good, _only(good), before.set);
        vm.prank(guardians[1]);
        board.veto(good, _only(good), before.set);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
        _veto(0);
        (,,, bytes32 genesis) = anchor.head();
        bytes memory reason =
            abi.encodeWithSelector(IEvidence.NotSinceRotation.selector, genesis, anchor.hashCheckpoint(good));
        _refusedVeto(1, reason);
    }

    /// @dev A pause of acceptance stops rotations, not the veto of one.
    function test_T47_aPause_stopsVotes_notTheVeto() public {
        vm.prank(guardians[0]);
        board.pause(IPauseBoard.Part.Checkpoints);
        _undo();
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
        vm.warp(block.timestamp + 24 hours);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.Paused.selector, anchor.pausedUntil()));
        evidence.rotateByVotes(before.set, rotated.set, _votes(200));
    }

    function test_T49_deadIsDead() public {
        _veto(0);
        vm.warp(good.lastTimestamp + 30 days);
        anchor.declareDead(good);
        // Long after any quarantine; but a quarantine of 30 days could still run.
        vm.prank(pauseBoard);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.TooLateToUndo.selector, rotatedAt + 24 hours));
        evidence.undoRotation(rotated.set, before.set, good, new Checkpoint[](0));
        vm.prank(address(evidence));
        vm.expectRevert(IAnchor.Dead.selector);
        anchor.rotate(rotated.set, before.set, 1);
    }

    // ------------------------------------------------------------------------------------ help

    function _rotate(uint256 firstBlock) private {
        evidence.rotateByVotes(before.set, rotated.set, _votes(firstBlock));
        rotatedAt = block.timestamp;
        vm.assertEq(anchor.setHash(), QuorumLib.hash(rotated.set));
    }

    function _votes(uint256 first) private view returns (bytes[] memory votes) {
        votes = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) {
            Headers.Header memory h = _header(first + i, keccak256("parent"));
            (h.beneficiary, h.nonce) = (vm.addr(NEWCOMER), ADD);
            votes[i] = Headers.sealed_(h, before.keys[i]);
        }
    }

    function _veto(uint256 guardian) private {
        vm.prank(guardians[guardian]);
        board.vetoRotation(rotated.set, before.set, good, new Checkpoint[](0));
    }

    function _undo() private {
        _veto(0);
        _veto(1);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(before.set));
    }

    function _refusedVeto(uint256 guardian, bytes memory reason) private {
        vm.prank(guardians[guardian]);
        vm.expectRevert(reason);
        board.vetoRotation(rotated.set, before.set, good, new Checkpoint[](0));
    }

    function _only(Checkpoint memory c) private pure returns (Checkpoint[] memory chain) {
        chain = new Checkpoint[](1);
        chain[0] = c;
    }
}
