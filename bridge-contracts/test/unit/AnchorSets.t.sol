// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IExtraVerifier} from "../../src/interfaces/IExtraVerifier.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

contract StrictVerifier is IExtraVerifier {
    error NotProven();

    function verifyCheckpoint(bytes32 digest, Checkpoint calldata, bytes calldata proof) external pure {
        if (keccak256(proof) != keccak256(abi.encode(digest))) revert NotProven();
    }
}

/// @title Changes of the signer set, quarantine, epoch headers, extra verifier
contract AnchorSetsTest is L1Fixture {
    using SignerGroup for Group;

    // ------------------------------------------------------------------------------------ handover

    function test_handover_addsAndDropsOneMember() public {
        Group memory larger = group.with(4242);
        address added = vm.addr(4242);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.SignerSetChanged(1, added, true, QuorumLib.hash(larger.set), 64);
        _handover(larger);
        vm.assertEq(anchor.quorum(), 5);
        (uint24 id, uint8 size, uint40 activatedAt) = anchor.signerSet();
        vm.assertEq(id, 1);
        vm.assertEq(size, 6);
        vm.assertEq(activatedAt, START);

        Group memory smaller = larger.without(2);
        address dropped = larger.address_(2);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.SignerSetChanged(2, dropped, false, QuorumLib.hash(smaller.set), 128);
        _handover(smaller);
        vm.assertEq(anchor.quorum(), 4);
    }

    function test_handover_takesEffectAtOnce() public {
        Group memory old = group;
        _handover(group.without(0));
        Checkpoint memory c = _next();
        bytes memory sigs = old.sign(anchor.hashCheckpoint(c), 15);
        vm.expectRevert(
            abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, QuorumLib.hash(old.set), QuorumLib.hash(group.set))
        );
        anchor.submit(c, old.set, 15, sigs, "");
        _submit(_next());
    }

    function test_T04_setCannotBeReplacedAtOnce() public {
        Group memory thief = SignerGroup.make(5, 99);
        Checkpoint memory c = _next();
        c.nextSetHash = QuorumLib.hash(thief.set);
        _refused(c, _extra(thief.set), abi.encodeWithSelector(QuorumLib.NotASingleChange.selector));
        Group memory two = group.with(98).with(99);
        c.nextSetHash = QuorumLib.hash(two.set);
        _refused(c, _extra(two.set), abi.encodeWithSelector(QuorumLib.NotASingleChange.selector));
        Group memory swapped = group.without(0).with(99);
        c.nextSetHash = QuorumLib.hash(swapped.set);
        _refused(c, _extra(swapped.set), abi.encodeWithSelector(QuorumLib.NotASingleChange.selector));
    }

    function test_handover_toUnnamedSet_reverts() public {
        Group memory larger = group.with(4242);
        Checkpoint memory c = _next();
        c.nextSetHash = QuorumLib.hash(larger.set);
        bytes4 selector = IAnchor.WrongNextSet.selector;
        bytes32 given = QuorumLib.hash(group.with(4243).set);
        _refused(c, _extra(group.with(4243).set), abi.encodeWithSelector(selector, given, c.nextSetHash));
        _refused(c, "", abi.encodeWithSelector(selector, QuorumLib.hash(""), c.nextSetHash));
        c.nextSetHash = bytes32(0);
        _refused(c, _extra(larger.set), abi.encodeWithSelector(selector, QuorumLib.hash(larger.set), bytes32(0)));
    }

    function test_T49_lastMemberCannotLeave() public {
        _deploy(1, 16, _openLimits(), 24 hours);
        Checkpoint memory c = _next();
        c.nextSetHash = QuorumLib.hash("");
        _refused(c, _extra(""), abi.encodeWithSelector(QuorumLib.MalformedSignerSet.selector, 0));
    }

    function testFuzz_T49_quorumIsOfTheOldSet(uint256 seed) public {
        uint256 n = _bound(seed, 2, 12);
        _deploy(n, 16, _openLimits(), 24 hours);
        Group memory smaller = group.without(seed % n);
        Checkpoint memory c = _next();
        c.nextSetHash = QuorumLib.hash(smaller.set);
        uint256 q = QuorumLib.quorum(n);
        uint256 bitmap = (1 << (q - 1)) - 1; // one short of the old set's quorum
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), bitmap);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, q - 1, q));
        anchor.submit(c, group.set, bitmap, sigs, _extra(smaller.set));
        _handover(smaller);
        vm.assertEq(anchor.quorum(), QuorumLib.quorum(n - 1));
    }

    // ------------------------------------------------------------------------------------ quarantine

    function test_T04_rootsAfterSetChange_matureADayLater() public {
        _withdraw(1, address(0), address(1), 1, 0);
        Checkpoint memory c = _next();
        bytes32 before = c.withdrawalRoot;
        Group memory larger = group.with(4242);
        c.nextSetHash = QuorumLib.hash(larger.set);
        _submit(c, _extra(larger.set));
        group = larger;
        (, uint40 maturesAt,,,) = anchor.rootMeta(before);
        vm.assertEq(maturesAt, START, "signed by the old set");

        vm.warp(START + 1 hours);
        _withdraw(1, address(0), address(1), 2, 0);
        _submit(_next());
        (, maturesAt,,,) = anchor.rootMeta(_root());
        vm.assertEq(maturesAt, START + 25 hours);

        // Accepted again after the quarantine the same root matures at once, never later than before.
        vm.warp(START + 24 hours - 1);
        _submit(_next());
        (, maturesAt,,,) = anchor.rootMeta(_root());
        vm.assertEq(maturesAt, START + 25 hours);
        vm.warp(START + 24 hours);
        _submit(_next());
        (, maturesAt,,,) = anchor.rootMeta(_root());
        vm.assertEq(maturesAt, START + 24 hours);
        (uint40 acceptedAt,, uint48 index,,) = anchor.rootMeta(_root());
        vm.assertEq(acceptedAt, START + 1 hours);
        vm.assertEq(index, 2);
    }

    // ------------------------------------------------------------------------------------ epoch blocks

    function test_epochBlock_mustListTheSet() public {
        _reach(29_990);
        Checkpoint memory c = _next();
        bytes memory header = Headers.epoch(16, group.set, 30_000, group.keys[0]);
        bytes memory extra = _epochExtra(c, header);
        _submit(c, extra);

        _reach(59_990);
        c = _next();
        Group memory other = group.with(4242);
        header = Headers.epoch(16, other.set, 60_000, group.keys[0]);
        extra = _epochExtra(c, header);
        _refused(
            c,
            extra,
            abi.encodeWithSelector(
                IAnchor.EpochSignersDiffer.selector, QuorumLib.hash(other.set), QuorumLib.hash(group.set)
            )
        );
    }

    function test_epochBlock_mustBeProven() public {
        _reach(29_990);
        Checkpoint memory c = _next();
        bytes memory header = Headers.epoch(16, group.set, 30_000, group.keys[0]);
        bytes memory extra = _epochExtra(c, header);
        bytes32 right = c.blocksRoot;
        c.blocksRoot = keccak256("other blocks");
        _refused(c, extra, abi.encodeWithSelector(IAnchor.EpochHeaderNotProven.selector, keccak256(header)));
        c.blocksRoot = right;
        bytes memory otherHeader = Headers.epoch(16, group.set, 30_000, group.keys[1]);
        _refused(
            c,
            _withHeader(extra, otherHeader),
            abi.encodeWithSelector(IAnchor.EpochHeaderNotProven.selector, keccak256(otherHeader))
        );
        otherHeader = Headers.epoch(16, group.set, 60_000, group.keys[0]);
        _refused(
            c,
            _withHeader(extra, otherHeader),
            abi.encodeWithSelector(IAnchor.WrongEpochHeader.selector, 60_000, 30_000)
        );
        _submit(c, extra);
    }

    function test_epochBlock_headerShapeIsTheGenesisShape() public {
        _deploy(5, 21, _openLimits(), 24 hours);
        _reach(29_990);
        Checkpoint memory c = _next();
        bytes memory extra = _epochExtra(c, Headers.epoch(16, group.set, 30_000, group.keys[0]));
        _refused(c, extra, abi.encodeWithSignature("WrongFieldCount(uint256,uint256)", 16, 21));
        extra = _epochExtra(c, Headers.epoch(21, group.set, 30_000, group.keys[0]));
        _submit(c, extra);
    }

    // ------------------------------------------------------------------------------------ extra verifier

    function test_extraVerifier_mustAgreeAsWell() public {
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _deployWith(header, address(new StrictVerifier()), _openLimits(), _openLimits(), 24 hours);
        Checkpoint memory c = _next();
        _refused(c, abi.encodeWithSelector(StrictVerifier.NotProven.selector));
        Extras memory extras;
        extras.proof = abi.encode(anchor.hashCheckpoint(c));
        _submit(c, abi.encode(extras));
    }

    // ------------------------------------------------------------------------------------ helpers

    function _handover(Group memory next) private {
        Checkpoint memory c = _next();
        c.nextSetHash = QuorumLib.hash(next.set);
        _submit(c, _extra(next.set));
        group = next;
    }

    function _extra(bytes memory nextSet) private pure returns (bytes memory) {
        Extras memory extras;
        extras.nextSet = nextSet;
        return abi.encode(extras);
    }

    /// @dev Moves the head to just before a block, in one checkpoint without an epoch block in it.
    function _reach(uint64 lastBlock) private {
        Checkpoint memory c = _next();
        c.lastBlock = lastBlock;
        _submit(c);
    }

    /// @dev Puts the header into the checkpoint's blocks tree and proves it.
    function _epochExtra(Checkpoint memory c, bytes memory header) private pure returns (bytes memory) {
        bytes32[] memory leaves = new bytes32[](c.lastBlock - c.firstBlock + 1);
        uint256 index = c.lastBlock - c.lastBlock % EPOCH - c.firstBlock;
        for (uint256 i = 0; i < leaves.length; ++i) {
            bytes32 hash = i == index ? keccak256(header) : keccak256(abi.encode("block", i));
            leaves[i] = keccak256(abi.encodePacked(keccak256(abi.encode(c.firstBlock + i, hash))));
        }
        c.blocksRoot = ReferenceTree.root(leaves, 16);
        Extras memory extras;
        extras.epochHeader = header;
        (extras.epochMask, extras.epochSiblings) = ReferenceTree.proof(leaves, index, 16);
        return abi.encode(extras);
    }

    function _withHeader(bytes memory extra, bytes memory header) private pure returns (bytes memory) {
        Extras memory extras = abi.decode(extra, (Extras));
        extras.epochHeader = header;
        return abi.encode(extras);
    }
}
