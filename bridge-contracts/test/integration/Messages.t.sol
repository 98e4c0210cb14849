// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf, Message} from "../../src/interfaces/BridgeTypes.sol";
import {IExecutor} from "../../src/interfaces/IExecutor.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IMessenger} from "../../src/interfaces/IMessenger.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {ISideMessenger} from "../../src/interfaces/ISideMessenger.sol";
import {INativeVault} from "../../src/interfaces/INativeVault.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {Messages} from "../../src/libraries/Messages.sol";
import {EscapeFixture} from "../support/EscapeFixture.sol";
import {Listener} from "../support/Listener.sol";

/// @title Messages between both chains
contract MessagesTest is EscapeFixture {
    ISideMessenger private sideMessenger = ISideMessenger(Predeploys.MESSENGER);
    address private alice;
    address private carrier;
    /// @dev On the sidechain, and on L1.
    Listener private far;
    Listener private near;

    function setUp() public override {
        super.setUp();
        alice = _funded("alice");
        carrier = vm.addr(uint256(keccak256("carrier")));
        far = new Listener(Predeploys.EXECUTOR);
        near = new Listener(messenger.EXECUTOR());
        vm.recordLogs();
        vm.prank(alice);
        vault.depositETH{value: 50 ether}(alice, 50_000, "");
        _relay();
    }

    // ---------------------------------------------------------------------------------------------- to the sidechain

    function test_toSidechain_deliversCoinDataAndSender() public {
        _send(2 ether, 200_000, hex"aabbccdd");
        _relay();
        vm.assertEq(far.lastSender(), alice, "sender");
        vm.assertEq(far.lastValue(), 2 ether, "value");
        vm.assertEq(far.lastData(), hex"aabbccdd", "data");
        vm.assertEq(vault.locked(address(0)), nativeVault.outstanding(), "backed");
        vm.assertEq(IExecutor(Predeploys.EXECUTOR).sender(), address(0), "no sender between messages");
        _send(0, 100_000, hex"01");
        _relay();
        vm.assertEq(far.calls(), 2, "a message needs no coin");
    }

    /// @dev T33: one that fails is kept, the next is delivered; it can be tried again.
    function test_T33_failedMessage_isKept_retried() public {
        far.refuse(true);
        DepositData memory failed = _deposit(_send(1 ether, 60_000, hex"01"), 1 ether, 60_000, hex"01");
        vm.prank(alice);
        vault.depositETH{value: 1 ether}(carrier, 50_000, "");
        _relay();
        vm.assertEq(carrier.balance, 1 ether, "the next is credited");
        vm.assertEq(far.calls(), 0);
        vm.assertEq(address(far).balance, 0, "no coin without the call");
        _retryRefused(failed, abi.encodeWithSelector(IExecutor.CallFailed.selector, address(far)));
        far.refuse(false);
        DepositData memory altered = abi.decode(abi.encode(failed), (DepositData));
        altered.data = hex"0100";
        _retryRefused(altered, abi.encodeWithSelector(IInbox.NotFailed.selector, failed.nonce)); // T20
        _retry(failed);
        vm.assertEq(far.lastValue(), 1 ether);
        _retryRefused(failed, abi.encodeWithSelector(IInbox.NotFailed.selector, failed.nonce));
    }

    /// @dev What was promised too little gas succeeds with more.
    function test_retry_givesMoreGas() public {
        bytes memory data = abi.encodeCall(Listener.burn, (400_000));
        DepositData memory failed = _deposit(_send(0, 100_000, data), 0, 100_000, data);
        _relay();
        vm.assertEq(far.calls(), 0);
        _retry(failed);
        vm.assertEq(far.calls(), 1);
    }

    /// @dev After seven days the coin goes home; a message without coin has nothing to send home and stays.
    function test_bounce_sendsTheCoinHome() public {
        far.refuse(true);
        DepositData memory failed = _deposit(_send(1 ether, 60_000, hex"01"), 1 ether, 60_000, hex"01");
        DepositData memory empty = _deposit(_send(0, 60_000, hex"02"), 0, 60_000, hex"02");
        _relay();
        vm.warp(block.timestamp + 7 days);
        vm.chainId(SIDECHAIN);
        inbox.bounce(failed);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.NoAmount.selector));
        inbox.bounce(empty);
        vm.chainId(L1_CHAIN);
        Leaf memory leaf = Leaf(0, 1, L1_CHAIN, address(0), Predeploys.INBOX, alice, 1 ether, 0, 0);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_checkpoint());
        uint256 before = alice.balance;
        _claim(leaf);
        vm.assertEq(alice.balance, before + 1 ether);
        far.refuse(false);
        _retry(empty);
        vm.assertEq(far.calls(), 1);
    }

    /// @dev T32: what the sending side takes can be delivered, whole; the rest is refused where it is sent.
    function test_T32_lengthAndGas_areCheckedWhereSent() public {
        bytes memory longest = new bytes(Messages.MAX_DATA);
        longest[Messages.MAX_DATA - 1] = 0x01;
        _send(0, 5_000_000, longest);
        _relay();
        vm.assertEq(keccak256(far.lastData()), keccak256(longest), "whole");
        _sendRefused(50_000, new bytes(Messages.MAX_DATA + 1), abi.encodeWithSelector(Messages.MessageTooLong.selector, 16_385));
        _sendRefused(49_999, "", abi.encodeWithSelector(Messages.MessageGasOutOfRange.selector, 49_999));
        _sendRefused(5_000_001, "", abi.encodeWithSelector(Messages.MessageGasOutOfRange.selector, 5_000_001));
    }

    // ---------------------------------------------------------------------------------------------- to L1

    function test_toL1_alwaysWaits_thenIsDelivered() public {
        (Leaf memory leaf, Message memory m) = _sendHome(3 ether, 100_000, 0.1 ether, hex"1234");
        _claim(leaf);
        (, uint40 releaseAt,) = vault.queued(leaf.index);
        vm.assertEq(releaseAt, block.timestamp + 1 hours, "no message is let through at once");
        _deliverRefused(leaf, m, abi.encodeWithSelector(IMessenger.NotPending.selector, leaf.index));
        vm.warp(releaseAt);
        vault.release(leaf.index, leaf);
        vm.assertEq(address(messenger).balance, 3 ether, "the coin waits with the message");
        vm.assertEq(messenger.arrivedAt(vault.hashLeaf(leaf)), block.timestamp);
        vm.prank(carrier);
        messenger.deliver(leaf, m);
        vm.assertEq(near.lastSender(), alice);
        vm.assertEq(near.lastValue(), 2.9 ether);
        vm.assertEq(near.lastData(), hex"1234");
        vm.assertEq(carrier.balance, 0.1 ether, "the fee is for whoever delivers");
        vm.assertEq(address(messenger).balance, 0);
        vm.assertEq(vault.locked(address(0)), nativeVault.outstanding());
        _deliverRefused(leaf, m, abi.encodeWithSelector(IMessenger.NotPending.selector, leaf.index));
    }

    /// @dev T20, T11: what is delivered is exactly what was sent.
    function test_T20_alteredMessage_isRefused() public {
        (Leaf memory leaf, Message memory m) = _arrived(1 ether, 100_000, 0.1 ether, hex"1234");
        Message[3] memory altered =
            [Message(100_001, m.fee, m.data), Message(100_000, 0.2 ether, m.data), Message(100_000, m.fee, hex"123400")];
        for (uint256 i = 0; i < 3; ++i) {
            _deliverRefused(leaf, altered[i], abi.encodeWithSelector(IMessenger.WrongMessage.selector, leaf.index));
        }
        Leaf memory other = abi.decode(abi.encode(leaf), (Leaf));
        other.from = carrier;
        _deliverRefused(other, m, abi.encodeWithSelector(IMessenger.NotPending.selector, leaf.index));
        // Whoever delivers and does not take its fee undoes the delivery; nothing is lost by it.
        _deliverRefused(leaf, m, abi.encodeWithSelector(IMessenger.FeeRefused.selector, address(this)));
        vm.prank(carrier);
        messenger.deliver(leaf, m);
        vm.assertEq(near.calls(), 1);
    }

    /// @dev T29, T33: a recipient that fails keeps its message; after seven days the coin goes back to the sender.
    function test_failedDelivery_isKept_andBounces() public {
        (Leaf memory leaf, Message memory m) = _arrived(1 ether, 100_000, 0.25 ether, hex"01");
        near.refuse(true);
        _deliverRefused(leaf, m, abi.encodeWithSelector(IExecutor.CallFailed.selector, address(near)));
        uint256 notBefore = block.timestamp + 7 days;
        vm.expectRevert(abi.encodeWithSelector(IMessenger.TooEarlyToBounce.selector, leaf.index, notBefore));
        messenger.bounce(leaf);
        vm.warp(notBefore);
        vm.recordLogs();
        messenger.bounce(leaf);
        uint256 before = alice.balance;
        _relay();
        vm.assertEq(alice.balance, before + 1 ether, "all of it, on the sidechain");
        vm.assertEq(vault.locked(address(0)), nativeVault.outstanding());
        near.refuse(false);
        _deliverRefused(leaf, m, abi.encodeWithSelector(IMessenger.NotPending.selector, leaf.index));
    }

    function test_bounce_withoutCoin_isRefused_andTheMessageStays() public {
        (Leaf memory leaf, Message memory m) = _arrived(0, 100_000, 0, hex"01");
        vm.warp(block.timestamp + 7 days);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NothingToBounce.selector, leaf.index));
        messenger.bounce(leaf);
        messenger.deliver(leaf, m);
        vm.assertEq(near.calls(), 1);
    }

    /// @dev T34: with any gas the message is either delivered with what it was promised, or still there.
    function testFuzz_T34_littleGas_losesNothing(uint256 gas_) public {
        bytes memory data = abi.encodeCall(Listener.burn, (450_000));
        (Leaf memory leaf, Message memory m) = _arrived(1 ether, 500_000, 0, data);
        gas_ = gas_ % 1_500_000;
        (bool ok,) = address(messenger).call{gas: gas_}(abi.encodeCall(IMessenger.deliver, (leaf, m)));
        vm.assertEq(near.calls(), ok ? 1 : 0);
        vm.assertTrue((messenger.arrivedAt(vault.hashLeaf(leaf)) == 0) == ok, "delivered or waiting");
        if (!ok) messenger.deliver(leaf, m);
        vm.assertEq(near.calls(), 1);
    }

    function test_sideMessenger_checksWhatItTakes() public {
        vm.chainId(SIDECHAIN);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISideMessenger.FeeExceedsValue.selector, 2, 1));
        sideMessenger.sendMessage{value: 1}(address(near), 50_000, 2, "");
        vm.expectRevert(abi.encodeWithSelector(Messages.MessageTooLong.selector, 16_385));
        sideMessenger.sendMessage(address(near), 50_000, 0, new bytes(16_385));
        vm.expectRevert(abi.encodeWithSelector(Messages.MessageGasOutOfRange.selector, 1));
        sideMessenger.sendMessage(address(near), 1, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IOutbox.NoRecipient.selector));
        sideMessenger.sendMessage(address(0), 50_000, 0, "");
        vm.deal(alice, 1_000 ether); // coin that L1 does not hold
        uint256 most = nativeVault.outstanding();
        vm.expectRevert(abi.encodeWithSelector(INativeVault.ExceedsOutstanding.selector, most + 1, most));
        sideMessenger.sendMessage{value: most + 1}(address(near), 50_000, 0, "");
        vm.stopPrank();
    }

    // ---------------------------------------------------------------------------------------------- who may what

    function test_T09_onlyTheRightCaller() public {
        Leaf memory leaf;
        vm.expectRevert(abi.encodeWithSelector(IMessenger.OnlyVault.selector, address(this)));
        messenger.arrive(leaf);
        vm.expectRevert(abi.encodeWithSelector(IVault.OnlyModule.selector, address(this), address(messenger)));
        vault.chain(5, alice, alice, address(0), 0, 50_000, "");
        vm.expectRevert(abi.encodeWithSelector(INativeVault.OnlyMessenger.selector, address(this)));
        nativeVault.surrender();
        IExecutor[2] memory executors = [IExecutor(messenger.EXECUTOR()), IExecutor(Predeploys.EXECUTOR)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IExecutor.OnlyDeliverer.selector, address(this)));
            executors[i].execute(alice, alice, 0, 0, "");
        }
        (bool ok,) = Predeploys.EXECUTOR.call{value: 1}("");
        vm.assertFalse(ok, "stray coin is refused");
    }

    /// @dev A contract that is called cannot have another message delivered under its own sender.
    function test_reentry_isRefused() public {
        (Leaf memory second, Message memory m2) = _arrived(0, 100_000, 0, hex"02");
        (Leaf memory first, Message memory m1) = _arrived(0, 300_000, 0, hex"01");
        near.callBack(address(messenger), abi.encodeCall(IMessenger.deliver, (second, m2)));
        messenger.deliver(first, m1);
        vm.assertFalse(near.reentered());
        near.callBack(messenger.EXECUTOR(), abi.encodeCall(IExecutor.execute, (alice, alice, 0, 0, "")));
        messenger.deliver(second, m2);
        vm.assertFalse(near.reentered());
        vm.assertEq(near.calls(), 2);
    }

    /// @dev T05, I7: no contract of the bridge can be the target of a message, on either chain, whatever is called.
    function testFuzz_T05_I7_bridgeContracts_areNoTargets(uint256 pick, bytes4 selector, bytes calldata rest) public {
        address[13] memory ours = [
            address(vault), vault.NFT_VAULT(), address(anchor), address(evidence), address(messenger),
            messenger.EXECUTOR(), address(mirrorBridge), address(collectionBridge), Predeploys.INBOX, Predeploys.OUTBOX, Predeploys.NATIVE_VAULT,
            Predeploys.TOKEN_VAULT, Predeploys.COLLECTION_VAULT
        ];
        bytes memory data = bytes.concat(selector, rest[:rest.length % 200]);
        address target = ours[pick % 13];
        bool onSide = pick % 13 > 7;
        address executor = onSide ? Predeploys.EXECUTOR : messenger.EXECUTOR();
        vm.prank(onSide ? Predeploys.INBOX : address(messenger));
        vm.expectRevert(abi.encodeWithSelector(IExecutor.ForbiddenTarget.selector, target));
        IExecutor(executor).execute(alice, target, 0, 1_000_000, data);
    }

    /// @dev T05: nor precompiles, nor any address kept for contracts of the genesis.
    function testFuzz_T05_reservedAddresses_areNoTargets(uint16 low) public {
        address[2] memory targets = [address(uint160(0x0ca10000) + low), address(uint160(low) % 0x200)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(Predeploys.INBOX);
            vm.expectRevert(abi.encodeWithSelector(IExecutor.ForbiddenTarget.selector, targets[i]));
            IExecutor(Predeploys.EXECUTOR).execute(alice, targets[i], 0, 100_000, "");
        }
    }

    // ---------------------------------------------------------------------------------------------- a dead bridge

    /// @dev The coin of a message that the sidechain never took goes back.
    function test_deadBridge_refundsTheCoinOfMessages() public {
        _hold(Predeploys.NATIVE_VAULT);
        _lastCheckpoint();
        uint256 nonce = _send(1 ether, 60_000, hex"01");
        DepositData memory d = _deposit(nonce, 1 ether, 60_000, hex"01");
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(last);
        uint256 before = alice.balance;
        vault.refundDeposit(d);
        vm.assertEq(alice.balance, before + 1 ether);
        vm.expectPartialRevert(bytes4(keccak256("AlreadyEscaped(bytes32)")));
        vault.refundDeposit(d);
    }

    // ---------------------------------------------------------------------------------------------- helpers

    function _funded(string memory name) private returns (address account) {
        account = vm.addr(uint256(keccak256(bytes(name))));
        vm.deal(account, 100 ether);
    }

    function _send(uint256 value, uint64 gasLimit, bytes memory data) private returns (uint256 nonce) {
        vm.prank(alice);
        return messenger.sendMessage{value: value}(address(far), gasLimit, data);
    }

    function _sendRefused(uint64 gasLimit, bytes memory data, bytes memory reason) private {
        vm.expectRevert(reason);
        messenger.sendMessage(address(far), gasLimit, data);
    }

    function _deposit(uint256 nonce, uint256 value, uint64 gasLimit, bytes memory data)
        private
        view
        returns (DepositData memory)
    {
        return DepositData(uint64(nonce), 5, alice, address(far), address(0), value, gasLimit, data);
    }

    function _retry(DepositData memory d) private onSidechain {
        inbox.retry(d);
    }

    function _retryRefused(DepositData memory d, bytes memory reason) private onSidechain {
        vm.expectRevert(reason);
        inbox.retry(d);
    }

    /// @dev A message from the sidechain, in an accepted checkpoint.
    function _sendHome(uint256 value, uint64 gasLimit, uint256 fee, bytes memory data)
        private
        returns (Leaf memory leaf, Message memory m)
    {
        vm.chainId(SIDECHAIN);
        vm.prank(alice);
        uint64 index = sideMessenger.sendMessage{value: value}(address(near), gasLimit, fee, data);
        vm.chainId(L1_CHAIN);
        m = Message(gasLimit, fee, data);
        leaf = Leaf(index, 5, L1_CHAIN, address(0), alice, address(near), value, 0, keccak256(abi.encode(gasLimit, fee, data)));
        leafHashes.push(_slowLeafHash(leaf));
        vm.assertEq(_root(), outbox.root(), "the leaf is what was written");
        _submit(_checkpoint());
    }

    function _arrived(uint256 value, uint64 gasLimit, uint256 fee, bytes memory data)
        private
        returns (Leaf memory leaf, Message memory m)
    {
        (leaf, m) = _sendHome(value, gasLimit, fee, data);
        _claim(leaf);
        vm.warp(block.timestamp + 1 days);
        vault.release(leaf.index, leaf);
    }

    function _deliverRefused(Leaf memory leaf, Message memory m, bytes memory reason) private {
        vm.expectRevert(reason);
        messenger.deliver(leaf, m);
    }
}
