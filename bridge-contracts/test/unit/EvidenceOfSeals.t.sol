// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IEvidence, SealedState} from "../../src/interfaces/IEvidence.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Evidence} from "../../src/l1/Evidence.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {CliqueVotes} from "../../src/libraries/CliqueVotes.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {Headers} from "../support/Headers.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title Headers in the place of signatures: rotation by votes, checkpoints by anyone
contract EvidenceOfSealsTest is SealedFixture {
    using SignerGroup for Group;

    address private newcomer;
    uint256 private newcomerKey = 0x7777;

    function setUp() public override {
        super.setUp();
        newcomer = vm.addr(newcomerKey);
        vm.deal(address(this), 100 ether);
        vault.depositETH{value: 100 ether}(address(1), 50_000, "");
        _submit(_next());
    }

    // ------------------------------------------------------------------------------------ rotation by votes

    function test_T39_votesOfAMajority_addAMember_afterADay_notBefore() public {
        Group memory next = group.with(newcomerKey);
        bytes[] memory votes = _votes(3, newcomer, ADD);
        vm.warp(block.timestamp + 24 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.TooEarly.selector, block.timestamp + 1));
        evidence.rotateByVotes(group.set, next.set, votes);
        vm.warp(block.timestamp + 1);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.SignerSetChanged(1, newcomer, true, QuorumLib.hash(next.set), 102);
        evidence.rotateByVotes(group.set, next.set, votes);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(next.set));
        vm.assertEq(evidence.rotatedUpTo(), 102);
        (, uint8 size, uint40 activatedAt) = anchor.signerSet();
        vm.assertEq(size, 6);
        vm.assertEq(activatedAt, block.timestamp);
        // The new set signs, and what it signs waits a day.
        group = next;
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        _submit(_next());
        _claimRefused(
            leaf, abi.encodeWithSelector(IVault.RootNotMature.selector, _root(), uint40(block.timestamp + 24 hours))
        );
    }

    function test_T39_votesDropAMember_oncePerDay() public {
        vm.warp(block.timestamp + 24 hours);
        Group memory next = group.without(4);
        evidence.rotateByVotes(group.set, next.set, _votes(3, group.address_(4), DROP));
        group = next;
        vm.assertEq(anchor.setHash(), QuorumLib.hash(next.set));
        // Of four, three are a majority; they must wait a day although the head is older.
        next = group.without(0);
        bytes[] memory votes = _votes(3, group.address_(0), DROP);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.TooEarly.selector, block.timestamp + 24 hours));
        evidence.rotateByVotes(group.set, next.set, votes);
        vm.warp(block.timestamp + 24 hours);
        evidence.rotateByVotes(group.set, next.set, votes);
        (uint24 id, uint8 size,) = anchor.signerSet();
        vm.assertEq(id, 2);
        vm.assertEq(size, 3);
    }

    function test_T49_tooFew_repeated_andForeignSeals_doNotRotate() public {
        vm.warp(block.timestamp + 24 hours);
        Group memory next = group.with(newcomerKey);
        bytes[] memory votes = _votes(2, newcomer, ADD);
        _notRotated(next.set, votes, abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 2, 3));
        bytes[] memory repeated = new bytes[](3);
        (repeated[0], repeated[1], repeated[2]) = (votes[0], votes[1], _vote(110, 1, newcomer, ADD));
        _notRotated(next.set, repeated, abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 2, 3));
        Headers.Header memory h = _header(111, keccak256("parent"));
        (h.beneficiary, h.nonce) = (newcomer, ADD);
        repeated[2] = Headers.sealed_(h, newcomerKey);
        _notRotated(next.set, repeated, abi.encodeWithSelector(CliqueVotes.NotASealer.selector, 2, newcomer));
        _notRotated(next.set, new bytes[](0), abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 0, 3));
    }

    function test_votesForOthers_otherWay_oldOnes_andOfAnotherEpoch_doNotCount() public {
        vm.warp(block.timestamp + 24 hours);
        bytes memory next = group.with(newcomerKey).set;
        bytes[] memory votes = _votes(3, newcomer, ADD);
        votes[1] = _vote(101, 1, address(0xbad), ADD);
        _notRotated(next, votes, abi.encodeWithSelector(CliqueVotes.NotAVote.selector, 1));
        votes[1] = _vote(101, 1, newcomer, DROP);
        _notRotated(next, votes, abi.encodeWithSelector(CliqueVotes.NotAVote.selector, 1));
        votes[1] = _vote(64, 1, newcomer, ADD); // the head's last block
        _notRotated(next, votes, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        votes[1] = _vote(EPOCH + 1, 1, newcomer, ADD);
        _notRotated(next, votes, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        votes = _votes(3, newcomer, ADD);
        _notRotated(group.set, votes, abi.encodeWithSelector(QuorumLib.NotASingleChange.selector));
        bytes memory other = group.without(0).set;
        vm.expectRevert(
            abi.encodeWithSelector(IEvidence.WrongSignerSet.selector, QuorumLib.hash(other), anchor.setHash())
        );
        evidence.rotateByVotes(other, next, votes);
    }

    function test_T38_sealsOfAnEquivocator_doNotCount() public {
        (Checkpoint memory a, Checkpoint memory b) = (_next(), _next());
        b.stateRoot = keccak256("another");
        bytes memory sigA = group.sign(anchor.hashCheckpoint(a), 2);
        anchor.reportDoubleAttestation(group.set, 1, a, b, sigA, group.sign(anchor.hashCheckpoint(b), 2));
        vm.warp(block.timestamp + 24 hours);
        bytes memory reason = abi.encodeWithSelector(CliqueVotes.NotASealer.selector, 1, group.address_(1));
        _notRotated(group.with(newcomerKey).set, _votes(3, newcomer, ADD), reason);
    }

    /// @dev Rotation and sealed checkpoints change the anchor, so a pause and death stop them.
    function test_T47_paused_andDead_nothingIsAccepted() public {
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(_lastAccepted());
        vm.expectRevert(IAnchor.Dead.selector);
        evidence.rotateByVotes(group.set, group.with(newcomerKey).set, _votes(3, newcomer, ADD));
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        vm.expectRevert(IAnchor.Dead.selector);
        evidence.submitSealed(c, group.set, headers, state);
    }

    // ------------------------------------------------------------------------------------ sealed checkpoints

    function test_T39_anyone_submitsSealed_afterThreeDays_notBefore() public {
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        vm.warp(block.timestamp + 72 hours - 1);
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.TooEarly.selector, block.timestamp + 1));
        evidence.submitSealed(c, group.set, headers, state);
        vm.warp(block.timestamp + 1);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.CheckpointAccepted(
            c.index, anchor.hashCheckpoint(c), c.withdrawalRoot, c.lastBlock, c.lastBlockHash, 15, 2
        );
        vm.prank(address(0xabc));
        evidence.submitSealed(c, group.set, headers, state);
        (uint64 index, uint64 lastBlock,, bytes32 digest) = anchor.head();
        vm.assertEq(index, 2);
        vm.assertEq(lastBlock, c.lastBlock);
        vm.assertEq(digest, anchor.hashCheckpoint(c));
        uint40 matures = uint40(block.timestamp + 7 days);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.RootNotMature.selector, _root(), matures));
        vm.warp(matures);
        _claim(leaf);
        vm.assertEq(address(0x1ea).balance, 1 ether);
    }

    /// @dev A quorum that speaks again over the same root lets it mature at once.
    function test_sealedRoots_aQuorumShortensTheWait() public {
        _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        vm.warp(block.timestamp + 72 hours);
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        evidence.submitSealed(c, group.set, headers, state);
        _submit(_next());
        (, uint40 maturesAt,,, uint8 mode) = anchor.rootMeta(_root());
        vm.assertEq(maturesAt, block.timestamp);
        vm.assertEq(mode, 0);
    }

    function test_T39_aQuorumOfSealers_isNeeded_linked_fromTheLastBlockOn() public {
        vm.warp(block.timestamp + 72 hours);
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(3);
        _notSealed(c, headers, state, abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 3, 4));
        (c, headers, state) = _sealedCheckpoint(4);
        (headers[1], headers[2]) = (headers[2], headers[1]);
        _notSealed(c, headers, state, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        (c, headers, state) = _sealedCheckpoint(5);
        bytes[] memory tail = new bytes[](4);
        for (uint256 i = 0; i < 4; ++i) {
            tail[i] = headers[i + 1];
        }
        _notSealed(c, tail, state, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 0));
        (c, headers, state) = _sealedCheckpoint(4);
        headers[3] = Headers.sealed_(_header(c.lastBlock + 3, keccak256(headers[2])), newcomerKey);
        _notSealed(c, headers, state, abi.encodeWithSelector(CliqueVotes.NotASealer.selector, 3, newcomer));
    }

    function testFuzz_T17_anyByteOfAHeader_spoilsTheSegment(uint256 which, uint256 position, uint8 change) public {
        vm.warp(block.timestamp + 72 hours);
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        bytes memory raw = headers[which % 4];
        position %= raw.length;
        raw[position] = bytes1(uint8(raw[position]) ^ (change == 0 ? 1 : change));
        vm.expectRevert();
        evidence.submitSealed(c, group.set, headers, state);
    }

    function test_sealed_whatTheStateDoesNotHold_isRefused() public {
        _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        vm.warp(block.timestamp + 72 hours);
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        uint256 said = c.withdrawalCount;
        c.withdrawalCount = 7;
        bytes memory reason =
            abi.encodeWithSelector(IEvidence.StateDiffers.selector, Predeploys.OUTBOX, uint256(1), said);
        _notSealed(c, headers, state, reason);
        c.withdrawalCount = uint64(said);
        bytes32 root = c.withdrawalRoot;
        c.withdrawalRoot = keccak256("false");
        reason = abi.encodeWithSelector(IEvidence.StateDiffers.selector, Predeploys.OUTBOX, uint256(0), uint256(root));
        _notSealed(c, headers, state, reason);
        c.withdrawalRoot = root;
        c.depositCount = 0;
        _notSealed(c, headers, state, abi.encodeWithSelector(IEvidence.NothingDeposited.selector));
    }

    /// @dev Deposits that the sidechain has consumed cannot be denied, so that nobody is paid twice after the bridge's death.
    function test_sealed_depositsAreThoseOfTheState() public {
        vm.warp(block.timestamp + 72 hours);
        vm.deal(address(this), 1 ether);
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        c.depositCount = 1;
        c.depositAcc = vault.depositAcc(1);
        bytes memory reason =
            abi.encodeWithSelector(IEvidence.StateDiffers.selector, Predeploys.INBOX, uint256(0), uint256(2));
        _notSealed(c, headers, state, reason);
    }

    function test_sealed_epochBlocksInTheSegment_mustListTheSet() public {
        vm.warp(block.timestamp + 72 hours);
        Checkpoint memory c = _next();
        c.lastBlock = uint64(EPOCH - 1);
        (Checkpoint memory made, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(c, 1);
        bytes[] memory four = new bytes[](4);
        four[0] = headers[0];
        for (uint256 i = 1; i < 4; ++i) {
            Headers.Header memory h = _header(EPOCH - 1 + i, keccak256(four[i - 1]));
            if (i == 1) h.set = group.without(3).set;
            four[i] = Headers.sealed_(h, group.keys[i]);
        }
        _notSealed(made, four, state, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        for (uint256 i = 1; i < 4; ++i) {
            Headers.Header memory h = _header(EPOCH - 1 + i, keccak256(four[i - 1]));
            if (i == 1) h.set = group.set;
            four[i] = Headers.sealed_(h, group.keys[i]);
        }
        evidence.submitSealed(made, group.set, four, state);
    }

    function test_sealed_noChangeOfSet_noBlocksTree_noRound_andTheOrdinaryRules() public {
        vm.warp(block.timestamp + 72 hours);
        (Checkpoint memory c, bytes[] memory headers, SealedState memory state) = _sealedCheckpoint(4);
        c.blocksRoot = keccak256("blocks");
        _notSealed(c, headers, state, abi.encodeWithSelector(IEvidence.NotPlain.selector));
        c.blocksRoot = 0;
        c.round = 1;
        _notSealed(c, headers, state, abi.encodeWithSelector(IEvidence.NotPlain.selector));
        c.round = 0;
        c.nextSetHash = keccak256("set");
        _notSealed(c, headers, state, abi.encodeWithSelector(IEvidence.NotPlain.selector));
        c.setHash = c.nextSetHash;
        _notSealed(
            c, headers, state, abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, c.setHash, anchor.setHash())
        );
        (c.setHash, c.nextSetHash) = (anchor.setHash(), anchor.setHash());
        c.index += 1;
        _notSealed(c, headers, state, abi.encodeWithSelector(IAnchor.WrongIndex.selector, 3, 2));
    }

    // ------------------------------------------------------------------------------------ who may what

    function test_T05_T07_onlyEvidence_rotates_accepts_takesBack() public {
        bytes memory reason = abi.encodeWithSelector(IAnchor.OnlyEvidence.selector, address(this));
        Checkpoint memory c = _next();
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.WrongSignatureLength.selector, 0, 5 * 64));
        anchor.submit(c, group.set, 31, "", "");
        bytes memory next = group.with(newcomerKey).set;
        vm.expectRevert(reason);
        anchor.rotate(group.set, next, 1);
        vm.expectRevert(reason);
        anchor.takeBack(c, new Checkpoint[](1), "", "veto");
    }

    function test_T02_evidence_existsOnlyWhereItsAnchorExpectsIt() public {
        vm.expectRevert(abi.encodeWithSelector(IEvidence.BadConfiguration.selector, "anchor"));
        new Evidence(address(anchor));
        vm.expectRevert(abi.encodeWithSelector(IEvidence.BadConfiguration.selector, "anchor"));
        new Evidence(address(0xdead));
        vm.assertEq(anchor.EVIDENCE(), address(evidence));
        vm.assertEq(evidence.ANCHOR(), address(anchor));
    }

    // ------------------------------------------------------------------------------------ help

    function _votes(uint256 count, address who, bytes8 nonce) private view returns (bytes[] memory votes) {
        votes = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            votes[i] = _vote(100 + i, i, who, nonce);
        }
    }

    function _notRotated(bytes memory next, bytes[] memory votes, bytes memory reason) private {
        bytes32 before = anchor.setHash();
        vm.expectRevert(reason);
        evidence.rotateByVotes(group.set, next, votes);
        vm.assertEq(anchor.setHash(), before);
    }

    function _sealedCheckpoint(uint256 length)
        private
        view
        returns (Checkpoint memory, bytes[] memory, SealedState memory)
    {
        return _sealedCheckpoint(_next(), length);
    }

    function _sealedCheckpoint(Checkpoint memory c, uint256 length)
        private
        view
        returns (Checkpoint memory, bytes[] memory headers, SealedState memory state)
    {
        c.blocksRoot = 0;
        c.lastTimestamp = uint64(START);
        (c.stateRoot, state) = _state(c);
        headers = _sealedFrom(c.lastBlock, length, keccak256("parent"), c.stateRoot);
        c.lastBlockHash = keccak256(headers[0]);
        return (c, headers, state);
    }

    function _notSealed(
        Checkpoint memory c,
        bytes[] memory headers,
        SealedState memory state,
        bytes memory reason
    ) private {
        (uint64 before,,,) = anchor.head();
        vm.expectRevert(reason);
        evidence.submitSealed(c, group.set, headers, state);
        (uint64 current,,,) = anchor.head();
        vm.assertEq(before, current);
    }

    function _lastAccepted() private view returns (Checkpoint memory c) {
        c = _next();
        c.index -= 1;
        c.firstBlock = 1;
        c.lastBlock = 64;
        c.lastTimestamp = uint64(START);
        c.parentDigest = keccak256(abi.encode(keccak256("PoaSidechain.GenesisCheckpoint.v1"), anchor.SIDECHAIN_ID()));
        c.lastBlockHash = keccak256(abi.encode("block", uint64(64)));
        c.stateRoot = keccak256(abi.encode("state", uint64(64)));
        c.blocksRoot = keccak256(abi.encode("blocks", uint64(64)));
    }
}
