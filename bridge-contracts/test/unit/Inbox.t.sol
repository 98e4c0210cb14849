// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositAttestation, DepositData} from "../../src/interfaces/BridgeTypes.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IMirrorERC20} from "../../src/interfaces/IMirrorERC20.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";
import {ControlledToken, PlainToken, Recipient} from "../support/Tokens.sol";
import {Vm} from "../support/Vm.sol";

/// @title Emits what the vault emits, from elsewhere
contract LookAlike {
    function pretend(address to, uint256 amount) external {
        emit IVault.Deposited(0, 1, msg.sender, to, address(0), amount, 50_000, "");
    }
}

contract InboxTest is BridgeFixture {
    using SignerGroup for Group;

    uint64 private constant GAS = 100_000;
    PlainToken private token;
    address private alice;

    function setUp() public override {
        super.setUp();
        token = new PlainToken("Token", "TKN", 6);
        alice = _account("alice");
        vm.deal(address(this), 1000 ether);
        token.mint(address(this), 1e12);
        token.approve(address(vault), 1e12);
        vm.recordLogs();
    }

    // ------------------------------------------------------------------------------------ the straight way

    function test_deposits_areCredited_inOrder() public {
        vault.depositETH{value: 2 ether}(alice, GAS, "");
        vault.deposit20(address(token), 500, alice, GAS, "");
        vault.depositETH{value: 1 ether}(alice, GAS, "");
        _relay();
        vm.chainId(SIDECHAIN);
        IMirrorERC20 mirror = IMirrorERC20(assetBridge.mirrorOf(address(token)));
        vm.assertEq(alice.balance, 3 ether);
        vm.assertEq(mirror.balanceOf(alice), 500);
        vm.assertEq(inbox.count(), 3);
        vm.assertEq(inbox.acc(), vault.depositAcc(3));
        vm.assertEq(uint256(vm.load(address(inbox), 0)), 3);
        vm.assertEq(vm.load(address(inbox), bytes32(uint256(1))), vault.depositAcc(3));
    }

    function test_oneAttestation_servesSeveralBatches() public {
        DepositData[] memory all = _deposits(7);
        DepositAttestation memory a = _attestation();
        bytes32[] memory hashes = _hashes(all);
        for (uint256 from = 0; from < 7; from += 3) {
            uint256 to = from + 3 > 7 ? 7 : from + 3;
            _advanceWith(a, _slice(all, from, to), _slice(hashes, to, 7));
            vm.assertEq(inbox.count(), to);
            vm.assertEq(inbox.acc(), vault.depositAcc(to));
        }
        vm.assertEq(alice.balance, 7 ether);
    }

    // ------------------------------------------------------------------------------------ refusals

    function test_exactlyOnce_batchCannotBeReplayed() public {
        DepositData[] memory all = _deposits(2);
        _advance(all);
        DepositAttestation memory a = _attestation();
        _refused(a, all, new bytes32[](0), abi.encodeWithSelector(IInbox.WrongNonce.selector, 0, 2));
        _refused(a, new DepositData[](0), new bytes32[](0), abi.encodeWithSelector(IInbox.EmptyBatch.selector));
        vm.assertEq(alice.balance, 2 ether);
    }

    function test_skippedOrReordered_reverts() public {
        DepositData[] memory all = _deposits(3);
        DepositAttestation memory a = _attestation();
        _refused(a, _slice(all, 1, 3), new bytes32[](0), abi.encodeWithSelector(IInbox.WrongNonce.selector, 1, 0));
        DepositData[] memory swapped = new DepositData[](3);
        (swapped[0], swapped[1], swapped[2]) = (all[0], all[2], all[1]);
        _refused(a, swapped, new bytes32[](0), abi.encodeWithSelector(IInbox.WrongNonce.selector, 2, 1));
        _refused(a, _slice(all, 0, 2), new bytes32[](0), abi.encodeWithSelector(IInbox.WrongCount.selector, 2, 3));
        _refused(a, all, new bytes32[](1), abi.encodeWithSelector(IInbox.WrongCount.selector, 4, 3));
    }

    /// @dev T35: another deposit at the same nonce (an L1 reorg) does not land on the attested accumulator.
    function testFuzz_T35_alteredDeposit_reverts(uint256 which, uint256 field, uint256 value) public {
        DepositData[] memory all = _deposits(3);
        DepositAttestation memory a = _attestation();
        which = which % 3;
        field = field % 6;
        DepositData memory d = all[which];
        if (field == 0) d.kind = uint8(_other(d.kind, value, 8));
        if (field == 1) d.from = address(uint160(_other(uint160(d.from), value, 160)));
        if (field == 2) d.to = address(uint160(_other(uint160(d.to), value, 160)));
        if (field == 3) d.token = address(uint160(_other(uint160(d.token), value, 160)));
        if (field == 4) d.amount = _other(d.amount, value, 256);
        if (field == 5) d.gasLimit = uint64(_other(d.gasLimit, value, 64));
        vm.chainId(SIDECHAIN);
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 15);
        vm.expectPartialRevert(IInbox.WrongAccumulator.selector);
        inbox.advance(a, all, new bytes32[](0), group.set, 15, sigs);
    }

    /// @dev T20: moving bytes between fields changes the hash, because none is packed.
    function test_T20_shiftedBytes_changeTheHash() public view {
        DepositData memory d = DepositData(1, 2, address(1), address(2), address(3), 4, 5, hex"0102");
        DepositData memory e = DepositData(1, 2, address(1), address(2), address(3), 4, 0x0501, hex"02");
        vm.assertNotEq(vault.hashDeposit(d), vault.hashDeposit(e));
        e = DepositData(1, 2, address(1), address(2), address(3), 4, 5, hex"010200");
        vm.assertNotEq(vault.hashDeposit(d), vault.hashDeposit(e));
    }

    function test_quorumIsNeeded_forThisVeryStatement() public {
        DepositData[] memory all = _deposits(1);
        DepositAttestation memory a = _attestation();
        vm.chainId(SIDECHAIN);
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 7);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));
        inbox.advance(a, all, new bytes32[](0), group.set, 7, sigs);
        sigs = group.sign(inbox.hashAttestation(a), 15);
        a.l1Block += 1;
        vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
        inbox.advance(a, all, new bytes32[](0), group.set, 15, sigs);
    }

    /// @dev T26: events are never believed. The same topics from another contract leave no trace in the accumulator.
    function test_T26_lookAlikeEvents_creditNothing() public {
        new LookAlike().pretend(alice, 100 ether);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs[0].topics[0], IVault.Deposited.selector);
        vm.assertEq(vault.depositCount(), 0);
        DepositData[] memory forged = new DepositData[](1);
        forged[0] = DepositData(0, 1, address(this), alice, address(0), 100 ether, 50_000, "");
        _refused(_attestation(), forged, new bytes32[](0), abi.encodeWithSelector(IInbox.WrongCount.selector, 1, 0));
    }

    function test_execute_isForTheInboxItself() public {
        DepositData memory d;
        vm.expectRevert(abi.encodeWithSelector(IInbox.OnlySelf.selector, address(this)));
        inbox.execute(d, 0);
    }

    // ------------------------------------------------------------------------------------ failures

    function test_T33_failedCredit_isKept_theNextProceeds() public {
        Recipient bad = new Recipient();
        bad.set(Recipient.Mode.Refuse);
        vault.depositETH{value: 1 ether}(address(bad), GAS, "");
        vault.depositETH{value: 2 ether}(alice, GAS, "");
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.assertEq(alice.balance, 2 ether);
        (bytes32 hash, uint64 failedAt) = inbox.failed(0);
        vm.assertEq(hash, vault.hashDeposit(d));
        vm.assertEq(failedAt, block.timestamp);
        vm.assertEq(nativeVault.credited(), 2 ether);

        vm.chainId(SIDECHAIN);
        vm.expectPartialRevert(bytes4(keccak256("RecipientRefused(address)")));
        inbox.retry(d);
        bad.set(Recipient.Mode.Accept);
        vm.expectEmit(true, true, true, true, address(inbox));
        emit IInbox.Credited(0, 1, address(bad), address(0), 1 ether);
        inbox.retry(d);
        vm.assertEq(address(bad).balance, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 0));
        inbox.retry(d);
        vm.warp(block.timestamp + 8 days);
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 0));
        inbox.bounce(d);
    }

    function test_bounce_goesBackToTheSender_after7Days() public {
        Recipient bad = new Recipient();
        bad.set(Recipient.Mode.Refuse);
        vm.deal(alice, 1 ether);
        vm.prank(alice);
        vault.depositETH{value: 1 ether}(address(bad), GAS, "");
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.chainId(SIDECHAIN);
        uint256 notBefore = block.timestamp + 7 days;
        vm.warp(notBefore - 1);
        vm.expectRevert(abi.encodeWithSelector(IInbox.TooEarlyToBounce.selector, 0, notBefore));
        inbox.bounce(d);
        vm.warp(notBefore);
        vm.expectEmit(true, true, true, true, address(inbox));
        emit IInbox.Bounced(0, 0);
        vm.assertEq(inbox.bounce(d), 0);
        vm.assertEq(outbox.count(), 1);
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 0));
        inbox.retry(d);
        vm.assertEq(nativeVault.outstanding(), 0);
    }

    function test_T20_retry_takesOnlyTheVeryDeposit() public {
        Recipient bad = new Recipient();
        bad.set(Recipient.Mode.Refuse);
        vault.depositETH{value: 1 ether}(address(bad), GAS, "");
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.chainId(SIDECHAIN);
        d.amount = 100 ether;
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 0));
        inbox.retry(d);
        d.amount = 1 ether;
        d.to = alice;
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotFailed.selector, 0));
        inbox.retry(d);
    }

    function test_T29_gasBurningAndBombingRecipients_harmOnlyThemselves() public {
        Recipient[2] memory bad = [new Recipient(), new Recipient()];
        bad[0].set(Recipient.Mode.BurnGas);
        bad[1].set(Recipient.Mode.Bomb);
        vault.depositETH{value: 1 ether}(address(bad[0]), 5_000_000, "");
        vault.depositETH{value: 1 ether}(address(bad[1]), 5_000_000, "");
        vault.depositETH{value: 1 ether}(alice, GAS, "");
        _relay();
        vm.assertEq(alice.balance, 1 ether);
        vm.assertEq(inbox.count(), 3);
    }

    /// @dev T34: whatever gas the relayer gives, either the batch is undone or the recipient got all it was promised.
    function testFuzz_T34_relayerCannotStarveARecipient(uint256 gas_, uint64 promised) public {
        promised = uint64(_bound(promised, 50_000, 5_000_000));
        GasMeter meter = new GasMeter();
        vault.depositETH{value: 1 ether}(address(meter), promised, "");
        _collectDeposits();
        DepositData[] memory all = pendingDeposits;
        DepositAttestation memory a = _attestation();
        vm.chainId(SIDECHAIN);
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 15);
        gas_ = _bound(gas_, 100_000, 7_000_000);
        try inbox.advance{gas: gas_}(a, all, new bytes32[](0), group.set, 15, sigs) {
            // A call with value adds a stipend of 2300; the meter reads after a prologue of its own.
            vm.assertGe(meter.seen() + 200, uint256(promised) + 2300);
            (bytes32 hash,) = inbox.failed(0);
            vm.assertEq(hash, bytes32(0));
        } catch {
            vm.assertEq(inbox.count(), 0);
        }
    }

    function test_retry_needsTheFullShareToo() public {
        Recipient bad = new Recipient();
        bad.set(Recipient.Mode.Refuse);
        vault.depositETH{value: 1 ether}(address(bad), 1_000_000, "");
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        bad.set(Recipient.Mode.Accept);
        vm.chainId(SIDECHAIN);
        vm.expectPartialRevert(IInbox.InsufficientGas.selector);
        inbox.retry{gas: 1_100_000}(d);
        inbox.retry(d);
        vm.assertEq(address(bad).balance, 1 ether);
    }

    function test_reentrantRecipient_cannotRunTheInbox() public {
        Recipient thief = new Recipient();
        vault.depositETH{value: 1 ether}(address(thief), 1_000_000, "");
        vault.depositETH{value: 1 ether}(address(thief), 1_000_000, "");
        _collectDeposits();
        DepositData[] memory all = pendingDeposits;
        DepositAttestation memory a = _attestation();
        vm.chainId(SIDECHAIN);
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 15);
        vm.chainId(L1_CHAIN);
        bytes memory again =
            abi.encodeCall(inbox.advance, (a, _slice(all, 1, 2), new bytes32[](0), group.set, 15, sigs));
        thief.reenter(IVault(address(inbox)), again);
        _relay();
        vm.assertFalse(thief.succeeded());
        vm.assertEq(address(thief).balance, 2 ether);
    }

    /// @dev T05: a deposit may name any contract of the bridge as recipient; none is called with data or keeps the coin.
    function test_T05_predeploysAsRecipients_areRefused_andBounce() public {
        address[7] memory predeploys = [
            Predeploys.SIGNER_REGISTRY,
            Predeploys.ATTESTATIONS,
            Predeploys.INBOX,
            Predeploys.OUTBOX,
            Predeploys.NATIVE_VAULT,
            Predeploys.ASSET_BRIDGE,
            Predeploys.MIRROR_FACTORY
        ];
        for (uint256 i = 0; i < 7; ++i) {
            vault.depositETH{value: 1}(predeploys[i], GAS, "");
        }
        _relay();
        for (uint64 i = 0; i < 7; ++i) {
            (bytes32 hash,) = inbox.failed(i);
            vm.assertNotEq(hash, bytes32(0));
        }
        vm.assertEq(nativeVault.credited(), 0);
    }

    // ------------------------------------------------------------------------------------ helpers

    function _deposits(uint256 n) private returns (DepositData[] memory all) {
        for (uint256 i = 0; i < n; ++i) {
            vault.depositETH{value: 1 ether}(alice, GAS, "");
        }
        _collectDeposits();
        all = pendingDeposits;
        delete pendingDeposits;
    }

    function _advanceWith(DepositAttestation memory a, DepositData[] memory deposits, bytes32[] memory rest)
        private
        onSidechain
    {
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 15);
        inbox.advance(a, deposits, rest, group.set, 15, sigs);
    }

    function _refused(
        DepositAttestation memory a,
        DepositData[] memory deposits,
        bytes32[] memory rest,
        bytes memory reason
    ) private onSidechain {
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 15);
        vm.expectRevert(reason);
        inbox.advance(a, deposits, rest, group.set, 15, sigs);
    }

    function _hashes(DepositData[] memory all) private view returns (bytes32[] memory hashes) {
        hashes = new bytes32[](all.length);
        for (uint256 i = 0; i < all.length; ++i) {
            hashes[i] = vault.hashDeposit(all[i]);
        }
    }

    function _slice(DepositData[] memory all, uint256 from, uint256 to)
        private
        pure
        returns (DepositData[] memory part)
    {
        part = new DepositData[](to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = all[i];
        }
    }

    function _slice(bytes32[] memory all, uint256 from, uint256 to) private pure returns (bytes32[] memory part) {
        part = new bytes32[](to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = all[i];
        }
    }

    function _other(uint256 value, uint256 random, uint256 bits) private pure returns (uint256) {
        random = bits == 256 ? random : random % (1 << bits);
        return random == value ? value ^ 1 : random;
    }
}

/// @title Notes how much gas it was given
contract GasMeter {
    uint256 public seen;

    receive() external payable {
        uint256 given = gasleft();
        seen = given;
    }
}
