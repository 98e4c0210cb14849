// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title What the anchor accepts when signers are silent, and what it does to signers that lie
contract AnchorLadderTest is L1Fixture {
    using SignerGroup for Group;

    uint256 private constant MAJORITY = 7; // three of five

    // ------------------------------------------------------------------------------------ a day of silence

    function test_T39_majority_isEnough_afterADay_notBefore() public {
        _submit(_next());
        vm.warp(block.timestamp + 24 hours - 1);
        Checkpoint memory c = _next();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), MAJORITY);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));
        anchor.submit(c, group.set, MAJORITY, sigs, "");
        vm.warp(block.timestamp + 1);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.CheckpointAccepted(
            c.index, anchor.hashCheckpoint(c), c.withdrawalRoot, c.lastBlock, c.lastBlockHash, MAJORITY, 1
        );
        anchor.submit(c, group.set, MAJORITY, sigs, "");
        (uint64 index,,,) = anchor.head();
        vm.assertEq(index, 2);
    }

    function test_T39_lessThanAMajority_isNeverEnough() public {
        vm.warp(block.timestamp + 29 days);
        Checkpoint memory c = _next();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), 3);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 2, 3));
        anchor.submit(c, group.set, 3, sigs, "");
    }

    /// @dev Roots of a majority wait a day; a quorum that speaks later shortens the wait; nothing lengthens it.
    function test_majorityRoots_matureADayLater_aQuorumShortensIt() public {
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 0.1 ether, 0);
        vm.warp(block.timestamp + 24 hours);
        Checkpoint memory c = _next();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), MAJORITY);
        anchor.submit(c, group.set, MAJORITY, sigs, "");
        uint40 matures = uint40(block.timestamp + 24 hours);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.RootNotMature.selector, _root(), matures));
        (, uint40 maturesAt,,, uint8 mode) = anchor.rootMeta(_root());
        vm.assertEq(maturesAt, matures);
        vm.assertEq(mode, 1);
        _submit(_next());
        (, maturesAt,,, mode) = anchor.rootMeta(_root());
        vm.assertEq(maturesAt, block.timestamp);
        vm.assertEq(mode, 0);
        _claim(leaf);
        vm.assertEq(address(0x1ea).balance, 0.1 ether);
    }

    /// @dev How three of five go on without the two that vanished: a day after the silence began they drop one, and the four that
    /// are left need only three.
    function test_majority_mayDropTheDead() public {
        vm.warp(block.timestamp + 24 hours);
        Checkpoint memory c = _next();
        Group memory next = group.without(4);
        Extras memory extras;
        extras.nextSet = next.set;
        c.nextSetHash = QuorumLib.hash(next.set);
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), MAJORITY);
        anchor.submit(c, group.set, MAJORITY, sigs, abi.encode(extras));
        group = next;
        vm.assertEq(anchor.quorum(), 3);
        c = _next();
        sigs = group.sign(anchor.hashCheckpoint(c), 7);
        anchor.submit(c, group.set, 7, sigs, "");
    }

    // ------------------------------------------------------------------------------------ equivocation

    function test_T38_twoCheckpointsAtOnePlace_excludeTheSigner() public {
        (Checkpoint memory a, Checkpoint memory b) = _pair();
        (bytes memory sigA, bytes memory sigB) = _signBoth(a, b, 1);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.Equivocation(group.address_(1), a.index, a.round);
        anchor.reportDoubleAttestation(group.set, 1, a, b, sigA, sigB);
        vm.assertTrue(anchor.isExcluded(group.address_(1)));
        vm.expectRevert(abi.encodeWithSelector(IAnchor.ExcludedSigner.selector, group.address_(1)));
        anchor.reportDoubleAttestation(group.set, 1, a, b, sigA, sigB);

        Checkpoint memory c = _next();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), 15);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.ExcludedSigner.selector, group.address_(1)));
        anchor.submit(c, group.set, 15, sigs, "");
        sigs = group.sign(anchor.hashCheckpoint(c), 29);
        anchor.submit(c, group.set, 29, sigs, "");
        vm.assertEq(anchor.quorum(), 4, "exclusion makes nobody else weigh more");
    }

    function test_T38_excludedMember_canBeVotedOut_andStaysExcluded() public {
        (Checkpoint memory a, Checkpoint memory b) = _pair();
        (bytes memory sigA, bytes memory sigB) = _signBoth(a, b, 4);
        anchor.reportDoubleAttestation(group.set, 4, a, b, sigA, sigB);
        Group memory full = group;
        _handOver(group.without(4), 15);
        _submit(_next());
        _handOver(full, 7);
        Checkpoint memory c = _next();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), 30);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.ExcludedSigner.selector, group.address_(4)));
        anchor.submit(c, group.set, 30, sigs, "");
    }

    /// @dev Honest signers sign again in a later round, and the same checkpoint many times: no evidence.
    function test_T38_laterRounds_otherIndices_andOneCheckpoint_areNoEvidence() public {
        (Checkpoint memory a, Checkpoint memory b) = _pair();
        b.round = 1;
        _noEvidence(a, b);
        b.round = 0;
        b.index = 2;
        _noEvidence(a, b);
        _noEvidence(a, a);
    }

    function test_T38_signaturesOfOthers_areNoEvidence() public {
        (Checkpoint memory a, Checkpoint memory b) = _pair();
        (bytes memory sigA, bytes memory sigB) = _signBoth(a, b, 1);
        (, bytes memory other) = _signBoth(a, b, 2);
        vm.expectRevert(
            abi.encodeWithSelector(QuorumLib.WrongSigner.selector, 1, group.address_(2), group.address_(1))
        );
        anchor.reportDoubleAttestation(group.set, 1, a, b, sigA, other);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.WrongSignatureLength.selector, 128, 64));
        anchor.reportDoubleAttestation(group.set, 1, a, b, sigA, bytes.concat(sigB, sigB));
        vm.expectRevert(IAnchor.NoEquivocation.selector);
        anchor.reportDoubleAttestation(group.set, 5, a, b, sigA, sigB);
        bytes memory set = group.without(0).set;
        vm.expectRevert(
            abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, QuorumLib.hash(set), anchor.setHash())
        );
        anchor.reportDoubleAttestation(set, 0, a, b, sigA, sigB);
    }

    function _pair() private view returns (Checkpoint memory a, Checkpoint memory b) {
        (a, b) = (_next(), _next());
        b.stateRoot = keccak256("another state");
    }

    function _signBoth(Checkpoint memory a, Checkpoint memory b, uint256 member)
        private
        view
        returns (bytes memory sigA, bytes memory sigB)
    {
        sigA = group.sign(anchor.hashCheckpoint(a), 1 << member);
        sigB = group.sign(anchor.hashCheckpoint(b), 1 << member);
    }

    function _noEvidence(Checkpoint memory a, Checkpoint memory b) private {
        (bytes memory sigA, bytes memory sigB) = _signBoth(a, b, 1);
        vm.expectRevert(IAnchor.NoEquivocation.selector);
        anchor.reportDoubleAttestation(group.set, 1, a, b, sigA, sigB);
    }

    function _handOver(Group memory next, uint256 bitmap) private {
        Checkpoint memory c = _next();
        Extras memory extras;
        extras.nextSet = next.set;
        c.nextSetHash = QuorumLib.hash(next.set);
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), bitmap);
        anchor.submit(c, group.set, bitmap, sigs, abi.encode(extras));
        group = next;
    }
}
