// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositAttestation, DepositData} from "../../src/interfaces/BridgeTypes.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title Two of five signers are gone for good: the same headers change the set on both chains, and deposits go on
contract LostQuorumTest is BridgeFixture, SealedFixture {
    using SignerGroup for Group;

    address private alice;

    function setUp() public override(BridgeFixture, L1Fixture) {
        BridgeFixture.setUp();
        alice = address(0xa11ce);
        vm.deal(address(this), 100 ether);
        vm.recordLogs();
    }

    function test_T39_rotationOnL1_thenOnTheRegistry_thenADepositIsCredited() public {
        vault.depositETH{value: 3 ether}(alice, 50_000, "");
        _collectDeposits();
        DepositData[] memory deposits = pendingDeposits;
        _notCredited(deposits, abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));

        Group memory before = group;
        Group memory four = group.without(4);
        bytes[] memory votes = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) {
            votes[i] = _vote(100 + i, i, group.address_(4), DROP);
        }
        vm.warp(START + 24 hours);
        evidence.rotateByVotes(before.set, four.set, votes);
        vm.assertEq(anchor.setHash(), QuorumLib.hash(four.set));
        vm.assertTrue(registry.setHash() != anchor.setHash());
        _notCredited(deposits, abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));

        vm.chainId(SIDECHAIN);
        registry.rotateByVotes(before.set, four.set, votes);
        vm.chainId(L1_CHAIN);
        vm.assertEq(registry.setHash(), anchor.setHash());
        group = four;
        delete pendingDeposits;
        _advance(deposits); // by three of four
        vm.assertEq(alice.balance, 3 ether);
        vm.assertEq(inbox.count(), 1);

        // The next checkpoint, too, takes three signatures.
        _submit(_checkpoint());
        (uint64 index,,,) = anchor.head();
        vm.assertEq(index, 1);
    }

    function _notCredited(DepositData[] memory deposits, bytes memory reason) private onSidechain {
        DepositAttestation memory a = _attestation();
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 7);
        vm.expectRevert(reason);
        inbox.advance(a, deposits, new bytes32[](0), group.set, 7, sigs);
        vm.assertEq(alice.balance, 0);
    }
}
