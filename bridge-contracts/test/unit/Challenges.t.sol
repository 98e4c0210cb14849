// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras, Leaf, LeafProof} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {Accused, IEvidence, SealedState} from "../../src/interfaces/IEvidence.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Evidence} from "../../src/l1/Evidence.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {CliqueVotes} from "../../src/libraries/CliqueVotes.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {Headers} from "../support/Headers.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title False checkpoints are taken back by whoever shows that they are false; true ones never
contract ChallengesTest is SealedFixture {
    using SignerGroup for Group;

    LeafProof private none;
    Checkpoint private good;
    address private thief;

    function setUp() public override {
        super.setUp();
        _deploy(5, 16, _defaultLimits(), 24 hours);
        thief = _account("thief");
        vm.deal(address(this), 10_000 ether);
        vault.depositETH{value: 10_000 ether}(address(1), 50_000, "");
        good = _nextOverBlocks(5);
        _submit(good);
    }

    // ------------------------------------------------------------------------------------ each falsehood

    function test_T17_header_ofAnotherState_time_orNumber() public {
        for (uint256 i = 0; i < 3; ++i) {
            Checkpoint memory c = _nextOverBlocks(4);
            if (i == 0) c.stateRoot = keccak256("a state that never was");
            if (i == 1) c.lastTimestamp += 1;
            if (i == 2) c.lastBlock += 1;
            _submit(c);
            _taken(c, "header");
            evidence.challengeHeader(_accuse(good, c), blocks[3]);
            _rewound();
        }
    }

    function test_header_thatIsNotTheOne_isNoEvidence() public {
        Checkpoint memory c = _nextOverBlocks(4);
        c.stateRoot = keccak256("a state that never was");
        _submit(c);
        vm.expectRevert(abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 0));
        evidence.challengeHeader(_accuse(good, c), blocks[2]);
    }

    function test_seal_ofAStranger_orOfNobody() public {
        for (uint256 i = 0; i < 2; ++i) {
            Checkpoint memory c = _nextOverBlocks(4);
            Headers.Header memory h = _header(c.lastBlock, keccak256(blocks[2]));
            h.state = c.stateRoot;
            blocks[3] = Headers.sealed_(h, 0xbad);
            if (i == 1) {
                h.seal = new bytes(65);
                h.seal[64] = 0x07; // a parity that does not exist
                blocks[3] = Headers.encode(h);
            }
            _overBlocks(c);
            _submit(c);
            _taken(c, "seal");
            evidence.challengeHeader(_accuse(good, c), blocks[3]);
            _rewound();
        }
    }

    function test_seal_inTheMiddle() public {
        Checkpoint memory c = _nextOverBlocks(4);
        Headers.Header memory h = _header(c.firstBlock + 1, keccak256(blocks[0]));
        blocks[1] = Headers.sealed_(h, 0xbad);
        blocks[2] = Headers.sealed_(_header(c.firstBlock + 2, keccak256(blocks[1])), group.keys[2]);
        _overBlocks(c);
        _submit(c);
        Accused memory a = _accuse(good, c);
        _taken(c, "seal");
        evidence.challengeBlock(
            a, c.firstBlock + 1, blocks[1], _blockProof(c, 1), keccak256(blocks[0]), _blockProof(c, 0)
        );
        _rewound();
    }

    function test_link_brokenInTheMiddle_atTheStart_andAtTheEnd() public {
        Checkpoint memory c = _nextOverBlocks(4);
        blocks[2] = Headers.sealed_(_header(c.firstBlock + 2, keccak256("elsewhere")), group.keys[2]);
        _overBlocks(c);
        _submit(c);
        Accused memory a = _accuse(good, c);
        _taken(c, "link");
        evidence.challengeBlock(
            a, c.firstBlock + 2, blocks[2], _blockProof(c, 2), keccak256(blocks[1]), _blockProof(c, 1)
        );
        _rewound();

        c = _nextOverBlocks(4);
        blocks = _sealedFrom(c.firstBlock, 4, keccak256("another chain"), c.stateRoot);
        _overBlocks(c);
        _submit(c);
        _taken(c, "link");
        evidence.challengeBlock(_accuse(good, c), c.firstBlock, blocks[0], _blockProof(c, 0), 0, none);
        _rewound();

        c = _nextOverBlocks(4);
        c.lastBlockHash = keccak256("another last block");
        _submit(c);
        _taken(c, "link");
        evidence.challengeBlock(_accuse(good, c), c.lastBlock, blocks[3], _blockProof(c, 3), 0, none);
        _rewound();
    }

    function test_link_ofACheckpointOfOneBlock() public {
        Checkpoint memory c = _nextOverBlocks(1);
        blocks = _sealedFrom(c.firstBlock, 1, keccak256("another chain"), c.stateRoot);
        _overBlocks(c);
        _submit(c);
        _taken(c, "link");
        evidence.challengeHeader(_accuse(good, c), blocks[0]);
        _rewound();
    }

    function test_block_atTheWrongPlace() public {
        Checkpoint memory c = _nextOverBlocks(4);
        blocks[1] = Headers.sealed_(_header(c.firstBlock + 9, keccak256(blocks[0])), group.keys[1]);
        _overBlocks(c);
        _submit(c);
        _taken(c, "header");
        evidence.challengeBlock(_accuse(good, c), c.firstBlock + 1, blocks[1], _blockProof(c, 1), 0, none);
        _rewound();
    }

    function test_epochBlock_thatListsOthers() public {
        _deployEpoch(8);
        Checkpoint memory c = _next();
        c.lastBlock = 17;
        delete blocks;
        bytes32 parent = anchor.GENESIS_HASH();
        for (uint256 i = 1; i <= 17; ++i) {
            Headers.Header memory h = _header(i, parent);
            // The second of two epoch blocks is shown at submission, the first is not.
            if (i == 8) h.set = group.without(2).set;
            if (i == 16) h.set = group.set;
            blocks.push(Headers.sealed_(h, group.keys[i % 5]));
            parent = keccak256(blocks[i - 1]);
        }
        _overBlocks(c);
        Extras memory extras;
        extras.epochHeader = blocks[15];
        LeafProof memory p = _blockProof(c, 15);
        (extras.epochMask, extras.epochSiblings) = (p.mask, p.siblings);
        _submit(c, abi.encode(extras));
        Accused memory a = _accuse(good, c);
        LeafProof memory parentProof = _blockProof(c, 14);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.NoEvidence.selector));
        evidence.challengeBlock(a, 16, blocks[15], p, keccak256(blocks[14]), parentProof);
        (p, parentProof) = (_blockProof(c, 7), _blockProof(c, 6));
        _taken(c, "epoch");
        evidence.challengeBlock(a, 8, blocks[7], p, keccak256(blocks[6]), parentProof);
        vm.assertTrue(anchor.isVoided(1));
    }

    function test_state_thatHoldsOtherRoots() public {
        Checkpoint memory c = _nextOverBlocks(3);
        (, SealedState memory s) = _state(c);
        _withdraw(1, address(0), thief, 1 ether, 0); // never written on the sidechain
        c.withdrawalCount = 1;
        c.withdrawalRoot = _root();
        _submit(c);
        Accused memory a = _accuse(good, c);
        _taken(c, "state");
        evidence.challengeState(a, Predeploys.OUTBOX, 0, s.outbox, s.outboxRoot);
        _rewound();
    }

    function test_state_thatHoldsOtherCounts() public {
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        Checkpoint memory c = _nextOverBlocks(3);
        c.withdrawalCount = 9; // room for indices nobody used
        _submit(c);
        (, SealedState memory s) = _state(_next1(c, 1));
        _taken(c, "state");
        evidence.challengeState(_accuse(good, c), Predeploys.OUTBOX, 1, s.outbox, s.outboxCount);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.UnknownRoot.selector, _root()));
        vm.deal(address(this), 1 ether);
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        delete leafHashes;
        c = _nextOverBlocks(3);
        Checkpoint memory truth = _next1(c, 0);
        truth.depositCount = 1;
        truth.depositAcc = vault.depositAcc(1);
        (c.stateRoot, s) = _state(truth);
        blocks = _sealedFrom(c.firstBlock, 3, good.lastBlockHash, c.stateRoot);
        _overBlocks(c);
        _submit(c); // two deposits consumed, it says
        uint256 snapshot = vm.snapshotState();
        evidence.challengeState(_accuse(good, c), Predeploys.INBOX, 0, s.inbox, s.inboxCount);
        vm.assertTrue(vm.revertToState(snapshot));
        _taken(c, "state");
        evidence.challengeState(_accuse(good, c), Predeploys.INBOX, 1, s.inbox, s.inboxAcc);
        _rewound();
    }

    // ------------------------------------------------------------------------------------ true ones stand

    function test_trueCheckpoints_stand() public {
        _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        Checkpoint memory c = _nextOverBlocks(4);
        (, SealedState memory s) = _state(c);
        _submit(c);
        Accused memory a = _accuse(good, c);
        bytes memory no = abi.encodeWithSelector(IEvidence.NoEvidence.selector);
        vm.expectRevert(no);
        evidence.challengeHeader(a, blocks[3]);
        for (uint64 i = 0; i < 4; ++i) {
            LeafProof memory p = _blockProof(c, i);
            LeafProof memory parent = i == 0 ? none : _blockProof(c, i - 1);
            vm.expectRevert(no);
            evidence.challengeBlock(
                a, c.firstBlock + i, blocks[i], p, i == 0 ? bytes32(0) : keccak256(blocks[i - 1]), parent
            );
        }
        vm.expectRevert(no);
        evidence.challengeState(a, Predeploys.OUTBOX, 0, s.outbox, s.outboxRoot);
        vm.expectRevert(no);
        evidence.challengeState(a, Predeploys.OUTBOX, 1, s.outbox, s.outboxCount);
        vm.expectRevert(no);
        evidence.challengeState(a, Predeploys.INBOX, 0, s.inbox, s.inboxCount);
        vm.expectRevert(no);
        evidence.challengeState(a, Predeploys.INBOX, 1, s.inbox, s.inboxAcc);
        vm.expectRevert(no);
        evidence.challengeState(a, Predeploys.INBOX, 2, s.inbox, s.inboxAcc);
        vm.expectRevert(no);
        evidence.challengeState(a, thief, 0, s.inbox, s.inboxAcc);
    }

    /// @dev What is put before the verifier is bound: other sets, other places, other neighbours, leaves out of range.
    function test_T19_trueCheckpoints_standAgainstWrongProofs() public {
        Checkpoint memory c = _nextOverBlocks(4);
        _submit(c);
        Accused memory a = _accuse(good, c);
        LeafProof memory p = _blockProof(c, 2);
        bytes32 hash = keccak256(blocks[2]);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.BlockNotProven.selector, c.firstBlock + 1, hash));
        evidence.challengeBlock(a, c.firstBlock + 1, blocks[2], p, 0, none);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.BlockNotProven.selector, c.lastBlock + 1, hash));
        evidence.challengeBlock(a, c.lastBlock + 1, blocks[2], p, 0, none);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.BlockNotProven.selector, c.firstBlock - 1, hash));
        evidence.challengeBlock(a, c.firstBlock - 1, blocks[2], p, 0, none);
        bytes32 other = keccak256("another parent");
        LeafProof memory parent = _blockProof(c, 1);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.BlockNotProven.selector, c.firstBlock + 1, other));
        evidence.challengeBlock(a, c.firstBlock + 2, blocks[2], p, other, parent);
        a.set = group.without(3).set;
        vm.expectRevert(
            abi.encodeWithSelector(IEvidence.WrongSignerSet.selector, QuorumLib.hash(a.set), anchor.setHash())
        );
        evidence.challengeHeader(a, blocks[3]);
    }

    /// @dev After a rotation by votes a checkpoint may cover blocks that members sealed who are no longer in the set.
    function test_blocksBeforeARotation_areNoEvidence() public {
        vm.warp(block.timestamp + 24 hours);
        Group memory next = group.without(4);
        bytes[] memory votes = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) {
            votes[i] = _vote(8 + i, i, group.address_(4), DROP);
        }
        evidence.rotateByVotes(group.set, next.set, votes);
        Checkpoint memory c = _nextOverBlocks(5); // blocks 6 to 10, the last of them sealed by the member that was dropped
        group = next;
        _submit(c);
        vm.expectRevert(abi.encodeWithSelector(IEvidence.NoEvidence.selector));
        evidence.challengeHeader(_accuse(good, c), blocks[4]);
        Checkpoint memory later = _nextOverBlocks(3);
        Headers.Header memory h = _header(later.lastBlock, keccak256(blocks[1]));
        h.state = later.stateRoot;
        blocks[2] = Headers.sealed_(h, 0xbad);
        _overBlocks(later);
        _submit(later);
        _taken(later, "seal");
        evidence.challengeHeader(_accuse(c, later), blocks[2]);
    }

    // ------------------------------------------------------------------------------------ what follows

    function test_queuedClaims_ofWhatWasTakenBack_areForgotten_andTheIndexIsFree() public {
        Leaf memory lie = _withdraw(1, address(0), thief, 5000 ether, 0);
        Checkpoint memory c = _false();
        _claim(lie);
        (, uint40 releaseAt,) = vault.queued(0);
        vm.expectRevert(abi.encodeWithSelector(IVault.NotVoided.selector, 0));
        vault.forget(0);
        evidence.challengeHeader(_accuse(good, c), blocks[3]);
        vm.warp(releaseAt);
        uint256 snapshot = vm.snapshotState();
        vault.release(0, lie);
        vm.assertEq(thief.balance, 0);
        vm.assertFalse(vault.isClaimed(0));
        vm.assertTrue(vm.revertToState(snapshot));
        vault.forget(0); // whoever has the right to the index need not know what the thief wrote
        vm.expectRevert(abi.encodeWithSelector(IVault.NotQueued.selector, 0));
        vault.release(0, lie);
        vm.expectRevert(abi.encodeWithSelector(IVault.NotVoided.selector, 0));
        vault.forget(0);
        vm.assertEq(vault.locked(address(0)), 10_000 ether);

        delete leafHashes;
        Leaf memory truth = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        _submit(_next());
        _claim(truth);
        vm.assertEq(address(0x1ea).balance, 1 ether);
        _claimRefused(truth, abi.encodeWithSelector(IVault.AlreadyClaimed.selector, 0));
    }

    function test_whatWasBuiltOnIt_fallsToo_andTheSameRootMayComeBackInATrueOne() public {
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        Checkpoint memory first = _false();
        Checkpoint memory second = _next();
        _submit(second);
        Accused memory a = _accuse(good, first, second);
        _taken(first, "header");
        evidence.challengeHeader(a, blocks[3]);
        vm.assertFalse(anchor.isVoided(1));
        vm.assertTrue(anchor.isVoided(2) && anchor.isVoided(3));
        vm.assertFalse(anchor.isVoided(4));
        (uint64 index, uint64 lastBlock, uint40 acceptedAt, bytes32 digest) = anchor.head();
        vm.assertEq(index, 4);
        vm.assertEq(lastBlock, good.lastBlock);
        vm.assertEq(acceptedAt, block.timestamp);
        vm.assertEq(digest, anchor.hashCheckpoint(good));
        _claimRefused(leaf, abi.encodeWithSelector(IVault.UnknownRoot.selector, _root()));
        // Indices go on; the parent is the last good one.
        Checkpoint memory third = _next();
        vm.assertEq(third.index, 5);
        vm.assertEq(third.parentDigest, anchor.hashCheckpoint(good));
        _submit(third);
        _claim(leaf);
        vm.assertEq(address(0x1ea).balance, 1 ether);
    }

    /// @dev Leaving out what was built on a false checkpoint, or naming another, does not work.
    function test_T22_theChain_mustBeWhole() public {
        Checkpoint memory first = _false();
        Checkpoint memory second = _next();
        _submit(second);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAnchor.NotTheHead.selector, anchor.hashCheckpoint(first), anchor.hashCheckpoint(second)
            )
        );
        evidence.challengeHeader(_accuse(good, first), blocks[3]);
        Checkpoint memory other = good;
        other.stateRoot = keccak256("another");
        vm.expectRevert(
            abi.encodeWithSelector(
                IAnchor.NotTheHead.selector, anchor.hashCheckpoint(other), anchor.hashCheckpoint(good)
            )
        );
        evidence.challengeHeader(_accuse(other, first, second), blocks[3]);
        vm.expectRevert(); // nothing accused
        evidence.challengeHeader(Accused(good, new Checkpoint[](0), group.set), blocks[3]);
    }

    function test_theFirstCheckpoint_canFall_too() public {
        Checkpoint memory nothing;
        _deploy(5, 16, _defaultLimits(), 24 hours);
        vm.deal(address(this), 1 ether);
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        Checkpoint memory c = _nextOverBlocks(1);
        c.stateRoot = keccak256("a state that never was");
        _submit(c);
        evidence.challengeHeader(_accuse(nothing, c), blocks[0]);
        (uint64 index, uint64 lastBlock,,) = anchor.head();
        vm.assertEq(index, 2);
        vm.assertEq(lastBlock, 0);
        uint256 snapshot = vm.snapshotState();
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(nothing);
        (bool dead, bytes32 stateRoot, uint64 consumed) = anchor.exitState();
        vm.assertTrue(dead && stateRoot == 0 && consumed == 0);
        vm.assertTrue(vm.revertToState(snapshot));
        c = _next();
        vm.assertEq(c.firstBlock, 1);
        _submit(c);
        vm.assertEq(anchor.digestAt(3), anchor.hashCheckpoint(c));
    }

    /// @dev A set that lies took over is undone with the checkpoint that changed it.
    function test_T04_changesOfTheSet_fallWithTheirCheckpoint() public {
        _exclude(0);
        Checkpoint memory c = _nextOverBlocks(4);
        c.stateRoot = keccak256("a state that never was");
        Group memory next = group.without(0);
        c.nextSetHash = QuorumLib.hash(next.set);
        Extras memory extras;
        extras.nextSet = next.set;
        uint256 bitmap = 30;
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), bitmap);
        anchor.submit(c, group.set, bitmap, sigs, abi.encode(extras));
        Accused memory accused = _accuse(good, c);
        accused.set = next.set;
        vm.expectRevert(
            abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, QuorumLib.hash(next.set), c.setHash)
        );
        evidence.challengeHeader(accused, blocks[3]);
        accused.set = group.set;
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.SignerSetRestored(2, QuorumLib.hash(group.set));
        evidence.challengeHeader(accused, blocks[3]);
        _isYoung(2, 5);
        // The equivocator is a member again, and still does not count.
        c = _next();
        sigs = group.sign(anchor.hashCheckpoint(c), 15);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.ExcludedSigner.selector, group.address_(0)));
        anchor.submit(c, group.set, 15, sigs, "");
        sigs = group.sign(anchor.hashCheckpoint(c), 30);
        anchor.submit(c, group.set, 30, sigs, "");
    }

    function _isYoung(uint24 expectedId, uint8 expectedSize) private view {
        (uint24 id, uint8 size, uint40 activatedAt) = anchor.signerSet();
        vm.assertEq(id, expectedId);
        vm.assertEq(size, expectedSize);
        vm.assertEq(activatedAt, block.timestamp);
    }

    function _exclude(uint256 member) private {
        (Checkpoint memory a, Checkpoint memory b) = (_next(), _next());
        b.stateRoot = keccak256("another");
        bytes memory sigA = group.sign(anchor.hashCheckpoint(a), 1 << member);
        bytes memory sigB = group.sign(anchor.hashCheckpoint(b), 1 << member);
        anchor.reportDoubleAttestation(group.set, member, a, b, sigA, sigB);
    }

    function test_silence_isCountedFromTheLastAcceptance_deathUsesTheGoodState() public {
        Checkpoint memory c = _false();
        uint256 acceptedAt = block.timestamp;
        vm.warp(block.timestamp + 5 days);
        evidence.challengeHeader(_accuse(good, c), blocks[3]);
        vm.warp(acceptedAt + 30 days);
        vm.expectRevert();
        anchor.declareDead(c);
        anchor.declareDead(good);
        (, bytes32 stateRoot,) = anchor.exitState();
        vm.assertEq(stateRoot, good.stateRoot);
    }

    function test_I9_afterDeath_nothingIsTakenBack() public {
        Checkpoint memory c = _false();
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(c);
        vm.expectRevert(IAnchor.Dead.selector);
        evidence.challengeHeader(_accuse(good, c), blocks[3]);
    }

    // ------------------------------------------------------------------------------------ help

    function _false() private returns (Checkpoint memory c) {
        c = _nextOverBlocks(4);
        c.stateRoot = keccak256("a state that never was");
        _submit(c);
    }

    function _taken(Checkpoint memory c, bytes32 reason) private {
        (uint64 newest,,,) = anchor.head();
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.CheckpointsVoided(c.index, newest, reason);
    }

    /// @dev The head is the good one again; the blocks of the fixture are its blocks.
    function _rewound() private {
        (uint64 index, uint64 lastBlock,, bytes32 digest) = anchor.head();
        vm.assertEq(lastBlock, good.lastBlock);
        vm.assertEq(digest, anchor.hashCheckpoint(good));
        vm.assertTrue(anchor.isVoided(index - 1) && !anchor.isVoided(index));
        blocks = _sealedFrom(good.firstBlock, 5, anchor.GENESIS_HASH(), good.stateRoot);
        delete leafHashes;
    }

    function _next1(Checkpoint memory c, uint64 count) private pure returns (Checkpoint memory t) {
        t.withdrawalCount = count;
        t.withdrawalRoot = count == 0 ? EMPTY_ROOT : c.withdrawalRoot;
        (t.depositCount, t.depositAcc) = (c.depositCount, c.depositAcc);
    }

    function _deployEpoch(uint256 length) private {
        address vaultAt = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        anchor = _newAnchor(header, SIDECHAIN, length, vaultAt, address(0), 0);
        vault = _newVault(address(anchor), _openLimits(), _openLimits());
        evidence = Evidence(_create("Evidence", abi.encode(anchor)));
    }
}
