// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Checkpoint} from "../../src/interfaces/BridgeTypes.sol";
import {IAttestations} from "../../src/interfaces/IAttestations.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

contract AttestationsTest is BridgeFixture {
    using SignerGroup for Group;

    bytes32 private constant CHECKPOINT_TYPE = keccak256(
        "Checkpoint(uint64 index,uint32 round,uint64 firstBlock,uint64 lastBlock,uint64 lastTimestamp,uint64 withdrawalCount,uint64 depositCount,bytes32 parentDigest,bytes32 lastBlockHash,bytes32 stateRoot,bytes32 blocksRoot,bytes32 withdrawalRoot,bytes32 depositAcc,bytes32 setHash,bytes32 nextSetHash)"
    );
    Checkpoint private c;
    bytes private encoded;
    bytes32 private domain;
    bytes32 private digest;

    function setUp() public override {
        super.setUp();
        c = _next();
        encoded = abi.encode(CHECKPOINT_TYPE, c);
        domain = anchor.domainSeparator();
        digest = anchor.hashCheckpoint(c);
    }

    /// @dev The whole way: signers post, anybody collects, the anchor accepts.
    function test_attestations_becomeASubmission() public {
        uint256[4] memory order = [uint256(3), 0, 4, 1];
        for (uint256 i = 0; i < 4; ++i) {
            _attest(order[i]);
        }
        vm.assertEq(attestations.countOf(digest), 4);
        (uint256 bitmap, bytes memory sigs) = attestations.collect(digest, group.set);
        vm.assertEq(bitmap, 27);
        vm.assertEq(sigs, group.sign(digest, 27));
        anchor.submit(c, group.set, bitmap, sigs, "");
    }

    function test_attest_keepsAndAnnounces() public {
        (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[2], digest);
        vm.expectEmit(true, true, true, true, address(attestations));
        emit IAttestations.Attested(digest, group.address_(2), CHECKPOINT_TYPE, domain, encoded, r, vs);
        vm.assertEq(attestations.attest(domain, encoded, group.set, 2, r, vs), digest);
        IAttestations.Attestation[] memory list = attestations.attestationsOf(digest);
        vm.assertEq(list.length, 1);
        vm.assertEq(list[0].signer, group.address_(2));
        vm.assertEq(list[0].r, r);
        vm.assertEq(list[0].vs, vs);
        vm.assertTrue(attestations.hasAttested(digest, group.address_(2)));
        vm.assertFalse(attestations.hasAttested(digest, group.address_(1)));
    }

    function test_oneSignature_perSignerAndDigest() public {
        _attest(1);
        (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[1], digest);
        vm.expectRevert(abi.encodeWithSelector(IAttestations.AlreadyAttested.selector, digest, group.address_(1)));
        attestations.attest(domain, encoded, group.set, 1, r, vs);
        vm.assertEq(attestations.countOf(digest), 1);
    }

    function test_T21_strangersAndWrongPlaces_areRefused() public {
        (bytes32 r, bytes32 vs) = vm.signCompact(999, digest);
        vm.expectRevert(abi.encodeWithSelector(IAttestations.NotTheSigner.selector, vm.addr(999), group.address_(0)));
        attestations.attest(domain, encoded, group.set, 0, r, vs);
        (r, vs) = vm.signCompact(group.keys[0], digest);
        vm.expectRevert(
            abi.encodeWithSelector(IAttestations.NotTheSigner.selector, group.address_(0), group.address_(1))
        );
        attestations.attest(domain, encoded, group.set, 1, r, vs);
        vm.expectRevert(abi.encodeWithSelector(IAttestations.NoSuchMember.selector, 5, 5));
        attestations.attest(domain, encoded, group.set, 5, r, vs);
        Group memory own = SignerGroup.make(5, 77);
        vm.expectRevert(
            abi.encodeWithSelector(IAttestations.WrongSignerSet.selector, QuorumLib.hash(own.set), registry.setHash())
        );
        attestations.attest(domain, encoded, own.set, 0, r, vs);
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        attestations.attest(domain, encoded, group.set, 0, bytes32(0), vs);
    }

    /// @dev A signer's signature over something that is no EIP-712 struct (a block, a transaction) has no place here.
    function testFuzz_foreignSignatures_areRefused(bytes32 foreign) public {
        (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[0], foreign);
        vm.expectRevert();
        attestations.attest(domain, encoded, group.set, 0, r, vs);
        vm.assertEq(attestations.countOf(foreign), 0);
    }

    function test_structLength_isBounded() public {
        vm.expectRevert(abi.encodeWithSelector(IAttestations.WrongLength.selector, 31));
        attestations.attest(domain, new bytes(31), group.set, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IAttestations.WrongLength.selector, 1025));
        attestations.attest(domain, new bytes(1025), group.set, 0, 0, 0);
    }

    function test_collect_forAnotherSet_takesOnlyItsMembers() public {
        for (uint256 i = 0; i < 5; ++i) {
            _attest(i);
        }
        Group memory smaller = group.without(2);
        (uint256 bitmap, bytes memory sigs) = attestations.collect(digest, smaller.set);
        vm.assertEq(bitmap, 15);
        vm.assertEq(sigs, smaller.sign(digest, 15));
        (bitmap, sigs) = attestations.collect(keccak256("nothing"), group.set);
        vm.assertEq(bitmap, 0);
        vm.assertEq(sigs.length, 0);
    }

    function _attest(uint256 member) private {
        (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[member], digest);
        attestations.attest(domain, encoded, group.set, member, r, vs);
    }
}
