// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation} from "../../src/interfaces/BridgeTypes.sol";
import {ISignerRegistry} from "../../src/interfaces/ISignerRegistry.sol";
import {CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {CliqueVotes} from "../../src/libraries/CliqueVotes.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title The sidechain's registry follows votes when no quorum has stood behind its set for a day
contract RegistryVotesTest is BridgeFixture, SealedFixture {
    using SignerGroup for Group;

    uint256 private constant NEWCOMER = 0x7777;

    address private newcomer;

    function setUp() public override(BridgeFixture, L1Fixture) {
        BridgeFixture.setUp();
        vm.chainId(SIDECHAIN);
        newcomer = vm.addr(NEWCOMER);
    }

    // ------------------------------------------------------------------------------------ what is accepted

    function test_T39_votesOfAMajority_changeTheRegistry_afterADayOfSilence_notBefore() public {
        Group memory next = group.with(NEWCOMER);
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        vm.warp(START + 24 hours - 1);
        _refusedVotes(next.set, votes, abi.encodeWithSelector(ISignerRegistry.TooEarly.selector, START + 24 hours));
        vm.warp(START + 24 hours);
        vm.expectEmit(true, true, true, true, address(registry));
        emit ISignerRegistry.SignerSetChanged(1, newcomer, true, QuorumLib.hash(next.set), 102);
        vm.prank(address(0xabc));
        registry.rotateByVotes(group.set, next.set, votes);
        vm.assertEq(registry.setHash(), QuorumLib.hash(next.set));
        (uint24 id, uint64 lastHandover) = registry.setInfo();
        vm.assertEq(id, 1);
        vm.assertEq(lastHandover, 0);
        (uint256 earliest, uint64 settled) = registry.votesCount();
        vm.assertEq(earliest, START + 48 hours);
        vm.assertEq(settled, 102);
    }

    /// @dev One change a day, however old the silence is; two lost members leave one after the other.
    function test_T39_oneChangeADay() public {
        vm.warp(START + 48 hours);
        Group memory next = group.without(4);
        registry.rotateByVotes(group.set, next.set, _votes(100, 3, group.address_(4), DROP));
        group = next;
        next = group.without(3);
        bytes[] memory votes = _votes(200, 3, group.address_(3), DROP);
        _refusedVotes(next.set, votes, abi.encodeWithSelector(ISignerRegistry.TooEarly.selector, START + 72 hours));
        vm.warp(START + 72 hours);
        registry.rotateByVotes(group.set, next.set, votes);
        vm.assertEq(registry.setHash(), QuorumLib.hash(next.set));
    }

    /// @dev Forks of the sidechain add fields to its headers; the registry does not ask how many.
    function test_votes_inHeadersOfLaterForks_count() public {
        vm.warp(START + 24 hours);
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        Headers.Header memory h = _header(105, keccak256("parent"));
        (h.beneficiary, h.nonce, h.fields) = (newcomer, ADD, 21);
        votes[2] = Headers.sealed_(h, group.keys[2]);
        registry.rotateByVotes(group.set, group.with(NEWCOMER).set, votes);
    }

    // ------------------------------------------------------------------------------------ silence

    function test_aQuorumBehindTheSet_putsVotesOff_andSettlesOldOnes() public {
        vm.warp(START + 10 hours);
        Checkpoint memory c = _next();
        _attest(c, 4);
        (uint256 earliest, uint64 settled) = registry.votesCount();
        vm.assertEq(earliest, START + 34 hours);
        vm.assertEq(settled, c.lastBlock);
        bytes memory next = group.with(NEWCOMER).set;
        vm.warp(START + 34 hours - 1);
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        _refusedVotes(next, votes, abi.encodeWithSelector(ISignerRegistry.TooEarly.selector, START + 34 hours));
        vm.warp(START + 34 hours);
        votes[1] = _vote(c.lastBlock, 1, newcomer, ADD);
        _refusedVotes(next, votes, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        votes[1] = _vote(c.lastBlock + 1, 1, newcomer, ADD);
        registry.rotateByVotes(group.set, next, votes);
    }

    /// @dev Fewer than a quorum cannot feign that a quorum works, nor can one that signs other things.
    function test_nothingElse_putsVotesOff() public {
        vm.warp(START + 10 hours);
        Checkpoint memory c = _next();
        _attest(c, 3);
        c.setHash = QuorumLib.hash(group.without(4).set); // the set that L1 already has
        _attest(c, 5);
        bytes32 foreign = keccak256("another bridge of the same keys");
        _post(foreign, abi.encode(_type(), _next()), 5);
        DepositAttestation memory d = DepositAttestation(1, 2, keccak256("acc"));
        bytes32 depositType = keccak256("DepositAttestation(uint64 l1Block,uint64 count,bytes32 acc)");
        _post(anchor.domainSeparator(), abi.encode(depositType, d), 5);
        _post(anchor.domainSeparator(), bytes.concat(abi.encode(_type(), _next()), bytes32(0)), 5);
        (uint256 earliest, uint64 settled) = registry.votesCount();
        vm.assertEq(earliest, START + 24 hours);
        vm.assertEq(settled, 0);
    }

    /// @dev Whoever kept a signature cannot bring it later to put votes off once more.
    function test_onlyTheSignatureThatMakesTheQuorum_putsVotesOff() public {
        Checkpoint memory c = _next();
        _attest(c, 4);
        vm.warp(START + 20 hours);
        bytes32 digest = anchor.hashCheckpoint(c);
        (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[4], digest);
        attestations.attest(anchor.domainSeparator(), abi.encode(_type(), c), group.set, 4, r, vs);
        (uint256 earliest,) = registry.votesCount();
        vm.assertEq(earliest, START + 24 hours);
    }

    function test_aCheckpointOfBlocksToCome_settlesNothing() public {
        Checkpoint memory c = _next();
        c.lastBlock = type(uint64).max;
        _attest(c, 4);
        (, uint64 settled) = registry.votesCount();
        vm.assertEq(settled, 0);
        (c.nextSetHash, c.round) = (QuorumLib.hash(group.with(NEWCOMER).set), 1);
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), 15);
        registry.handover(c, group.set, group.with(NEWCOMER).set, 15, sigs);
        (, settled) = registry.votesCount();
        vm.assertEq(settled, 0);
    }

    /// @dev A set that comes back by handovers does not bring the votes back that had changed it before.
    function test_votesBeforeAHandover_areSettled() public {
        Group memory first = group;
        Group memory larger = group.with(NEWCOMER);
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        Checkpoint memory c = _next();
        (c.lastBlock, c.nextSetHash) = (102, QuorumLib.hash(larger.set));
        registry.handover(c, first.set, larger.set, 15, first.sign(anchor.hashCheckpoint(c), 15));
        (c.index, c.lastBlock, c.setHash, c.nextSetHash) = (2, 150, c.nextSetHash, c.setHash);
        registry.handover(c, larger.set, first.set, 31, larger.sign(anchor.hashCheckpoint(c), 31));
        vm.warp(START + 24 hours);
        _refusedVotes(larger.set, votes, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 0));
        // Neither do the votes of a rotation, when another brought the set back.
        votes = _votes(200, 3, newcomer, ADD);
        registry.rotateByVotes(first.set, larger.set, votes);
        vm.warp(START + 48 hours);
        group = larger;
        registry.rotateByVotes(larger.set, first.set, _votes(300, 4, newcomer, DROP));
        group = first;
        vm.warp(START + 72 hours);
        _refusedVotes(larger.set, votes, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 0));
    }

    // ------------------------------------------------------------------------------------ what is refused

    function test_T49_tooFew_repeated_andForeignSeals() public {
        vm.warp(START + 24 hours);
        bytes memory next = group.with(NEWCOMER).set;
        bytes[] memory votes = _votes(100, 2, newcomer, ADD);
        _refusedVotes(next, votes, abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 2, 3));
        bytes[] memory three = new bytes[](3);
        (three[0], three[1], three[2]) = (votes[0], votes[1], _vote(110, 1, newcomer, ADD));
        _refusedVotes(next, three, abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 2, 3));
        Headers.Header memory h = _header(111, keccak256("parent"));
        (h.beneficiary, h.nonce) = (newcomer, ADD);
        three[2] = Headers.sealed_(h, NEWCOMER);
        _refusedVotes(next, three, abi.encodeWithSelector(CliqueVotes.NotASealer.selector, 2, newcomer));
        _refusedVotes(next, new bytes[](0), abi.encodeWithSelector(CliqueVotes.TooFewSealers.selector, 0, 3));
    }

    function test_otherVotes_otherEpochs_otherSets_andBlocksToCome() public {
        vm.warp(START + 24 hours);
        bytes memory next = group.with(NEWCOMER).set;
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        votes[1] = _vote(101, 1, address(0xbad), ADD);
        _refusedVotes(next, votes, abi.encodeWithSelector(CliqueVotes.NotAVote.selector, 1));
        votes[1] = _vote(101, 1, newcomer, DROP);
        _refusedVotes(next, votes, abi.encodeWithSelector(CliqueVotes.NotAVote.selector, 1));
        votes[1] = _vote(EPOCH + 1, 1, newcomer, ADD);
        _refusedVotes(next, votes, abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, 1));
        votes[1] = _vote(10_000, 1, newcomer, ADD);
        bytes memory reason = abi.encodeWithSelector(ISignerRegistry.VoteFromTheFuture.selector, 10_000, 10_000);
        _refusedVotes(next, votes, reason);
        votes[1] = _vote(9_999, 1, newcomer, ADD);
        _refusedVotes(group.set, votes, abi.encodeWithSelector(QuorumLib.NotASingleChange.selector));
        _refusedVotes(
            group.with(NEWCOMER).with(0x7778).set, votes, abi.encodeWithSelector(QuorumLib.NotASingleChange.selector)
        );
        bytes memory other = group.without(0).set;
        vm.expectRevert(
            abi.encodeWithSelector(ISignerRegistry.WrongSignerSet.selector, QuorumLib.hash(other), anchor.setHash())
        );
        registry.rotateByVotes(other, next, votes);
        registry.rotateByVotes(group.set, next, votes);
    }

    function test_withoutEpochLength_orBinding_noVoteCounts() public {
        vm.warp(START + 24 hours);
        bytes memory next = group.with(NEWCOMER).set;
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        vm.assertEq(uint256(vm.load(address(registry), bytes32(uint256(7)))), EPOCH);
        vm.store(address(registry), bytes32(uint256(7)), 0);
        _refusedVotes(next, votes, abi.encodeWithSelector(ISignerRegistry.NoEpochLength.selector));
        vm.store(address(registry), bytes32(uint256(3)), 0);
        _refusedVotes(next, votes, abi.encodeWithSelector(ISignerRegistry.NotBound.selector));
    }

    /// @dev T17: a header has one form only, whichever byte is another.
    function testFuzz_T17_anyByteOfAHeader_spoilsTheVotes(uint256 which, uint256 position, uint8 change) public {
        vm.warp(START + 24 hours);
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        bytes memory raw = votes[which % 3];
        position %= raw.length;
        raw[position] = bytes1(uint8(raw[position]) ^ (change == 0 ? 1 : change));
        bytes memory next = group.with(NEWCOMER).set;
        bytes32 before = registry.setHash();
        vm.expectRevert();
        registry.rotateByVotes(group.set, next, votes);
        vm.assertEq(registry.setHash(), before);
    }

    /// @dev Rightly sealed headers that say something else.
    function testFuzz_T17_rightSeals_overWrongHeaders(uint256 which, uint256 field, uint256 value) public {
        vm.warp(START + 24 hours);
        bytes[] memory votes = _votes(100, 3, newcomer, ADD);
        uint256 i = which % 3;
        Headers.Header memory h = _header(100 + i, keccak256("parent"));
        (h.beneficiary, h.nonce) = (newcomer, ADD);
        bytes memory reason = abi.encodeWithSelector(CliqueVotes.NotAVote.selector, i);
        if (field % 5 == 0) {
            h.beneficiary = address(uint160(value));
            vm.assume(h.beneficiary != newcomer);
        } else if (field % 5 == 1) {
            h.nonce = DROP;
        } else if (field % 5 == 2) {
            h.number = EPOCH + value % (2 ** 40); // the first header says which epoch it is
            reason = abi.encodeWithSelector(CliqueVotes.WrongHeader.selector, i == 0 ? 1 : i);
        } else if (field % 5 == 3) {
            h.difficulty = 3 + value % 100;
            reason = abi.encodeWithSelector(CliqueHeaders.WrongFieldValue.selector, 7);
        } else {
            h.set = group.set;
            reason = abi.encodeWithSelector(CliqueHeaders.WrongFieldValue.selector, 2);
        }
        votes[i] = Headers.sealed_(h, group.keys[i]);
        _refusedVotes(group.with(NEWCOMER).set, votes, reason);
    }

    // ------------------------------------------------------------------------------------ help

    function _votes(uint256 first, uint256 count, address who, bytes8 nonce)
        private
        view
        returns (bytes[] memory votes)
    {
        votes = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            votes[i] = _vote(first + i, i, who, nonce);
        }
    }

    function _refusedVotes(bytes memory next, bytes[] memory votes, bytes memory reason) private {
        bytes32 before = registry.setHash();
        vm.expectRevert(reason);
        registry.rotateByVotes(group.set, next, votes);
        vm.assertEq(registry.setHash(), before);
    }

    function _attest(Checkpoint memory c, uint256 signers) private {
        _post(anchor.domainSeparator(), abi.encode(_type(), c), signers);
    }

    function _post(bytes32 domain, bytes memory encoded, uint256 signers) private {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, keccak256(encoded)));
        for (uint256 i = 0; i < signers; ++i) {
            (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[i], digest);
            attestations.attest(domain, encoded, group.set, i, r, vs);
        }
    }

    function _type() private pure returns (bytes32) {
        bytes memory numbers =
            "Checkpoint(uint64 index,uint32 round,uint64 firstBlock,uint64 lastBlock,uint64 lastTimestamp,";
        bytes memory counts =
            "uint64 withdrawalCount,uint64 depositCount,bytes32 parentDigest,bytes32 lastBlockHash,bytes32 stateRoot,";
        bytes memory roots =
            "bytes32 blocksRoot,bytes32 withdrawalRoot,bytes32 depositAcc,bytes32 setHash,bytes32 nextSetHash)";
        return keccak256(bytes.concat(numbers, counts, roots));
    }
}
