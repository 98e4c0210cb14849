// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {IMirrorERC20} from "../../src/interfaces/IMirrorERC20.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {EscapeFixture} from "../support/EscapeFixture.sol";
import {PlainToken, Recipient} from "../support/Tokens.sol";

/// @title All signers are gone: everybody leaves by proof, once, and the ledgers end at what nobody can claim
contract EscapeTest is EscapeFixture {
    uint64 private constant GAS = 100_000;
    PlainToken private token;
    IMirrorERC20 private mirror;
    address private alice;
    address private bob;
    address private carol;
    address private delegated;
    address private pool;
    Leaf private leaf;
    DepositData private unconsumed;
    DepositData private failed;

    /// @dev 10 ETH and 1000 tokens came; alice sends some on; a withdrawal of 1 ETH and one of 100 tokens are in the tree; a
    /// deposit failed; one more is made after the last batch was carried over.
    function setUp() public override {
        super.setUp();
        token = new PlainToken("Some Token", "SOME", 6);
        (alice, bob, carol) = (_account("alice"), _account("bob"), _account("carol"));
        (delegated, pool) = (_account("delegated"), address(new Recipient()));
        vm.deal(address(this), 1000 ether);
        token.mint(address(this), 1e12);
        token.approve(address(vault), 1e12);
        vm.recordLogs();
        vault.depositETH{value: 10 ether}(alice, GAS, "");
        vault.deposit20(address(token), 1000, alice, GAS, "");
        Recipient(payable(pool)).set(Recipient.Mode.Refuse);
        vault.depositETH{value: 2 ether}(pool, GAS, "");
        _collectDeposits();
        failed = pendingDeposits[2];
        DepositData[] memory all = pendingDeposits;
        delete pendingDeposits;
        _advance(all);
        Recipient(payable(pool)).set(Recipient.Mode.Accept);

        vm.chainId(SIDECHAIN);
        mirror = IMirrorERC20(assetBridge.mirrorOf(address(token)));
        vm.startPrank(alice);
        payable(bob).transfer(3 ether);
        payable(delegated).transfer(1 ether);
        (bool ok,) = pool.call{value: 0.5 ether}("");
        vm.assertTrue(ok);
        mirror.transfer(bob, 300);
        mirror.transfer(pool, 50);
        nativeVault.withdraw{value: 1 ether}(carol, 0);
        mirror.withdraw(carol, 100, 0);
        vm.stopPrank();
        vm.chainId(L1_CHAIN);
        leaf = Leaf(0, 1, L1_CHAIN, address(0), alice, carol, 1 ether, 0, 0);
        leafHashes.push(_slowLeafHash(leaf));
        leafHashes.push(_slowLeafHash(Leaf(1, 2, L1_CHAIN, address(token), alice, carol, 100, 0, 0)));

        vm.recordLogs();
        vault.depositETH{value: 4 ether}(bob, GAS, "");
        _collectDeposits();
        unconsumed = pendingDeposits[0];

        address[8] memory held = [
            alice, bob, delegated, pool, address(mirror), Predeploys.NATIVE_VAULT, Predeploys.INBOX, Predeploys.OUTBOX
        ];
        for (uint256 i = 0; i < held.length; ++i) {
            _hold(held[i]);
        }
        _holdSlot(Predeploys.NATIVE_VAULT, 0);
        _holdSlot(Predeploys.NATIVE_VAULT, bytes32(uint256(1)));
        _holdSlot(Predeploys.INBOX, _failedSlot(2));
        for (uint256 i = 0; i < 4; ++i) {
            _holdSlot(address(mirror), _mappingSlot(bytes32(uint256(uint160(held[i]))), 0));
        }
        stateCode[delegated] = keccak256(abi.encodePacked(hex"ef0100", address(0x7702)));
    }

    /// @dev The drill of spec 6.5: every funded account leaves, what remains is what belongs to a contract of the sidechain.
    function test_E5_everybodyLeaves_ledgersEndAtTheUnattributableRemainder() public {
        _die();
        _openNative();
        (, uint256 budget) = vault.nativeBudget();
        vm.assertEq(budget, 9 ether, "circulating coin");
        uint256[4] memory before = [alice.balance, bob.balance, delegated.balance, carol.balance];
        uint256 mine = address(this).balance;
        _escapeNative(alice);
        _escapeNative(bob);
        vault.escapeNative(delegated, address(0x7702), _accountProof(delegated));
        vm.assertEq(alice.balance - before[0], 4.5 ether);
        vm.assertEq(bob.balance - before[1], 3 ether);
        vm.assertEq(delegated.balance - before[2], 1 ether);
        _escape20(address(token), alice, alice);
        _escape20(address(token), bob, carol);
        vm.assertEq(token.balanceOf(alice), 550);
        vm.assertEq(token.balanceOf(carol), 300);
        vault.refundDeposit(unconsumed);
        vault.refundFailed(failed, _accountProof(Predeploys.INBOX), _slotProof(Predeploys.INBOX, _failedSlot(2)));
        vm.assertEq(address(this).balance - mine, 6 ether, "refunds go to the depositor");
        _claim(leaf);
        _claim(Leaf(1, 2, L1_CHAIN, address(token), alice, carol, 100, 0, 0));
        vm.assertEq(carol.balance - before[3], 1 ether);
        vm.assertEq(token.balanceOf(carol), 400);

        vm.assertEq(vault.locked(address(0)), 0.5 ether, "only the pool's coin is left");
        vm.assertEq(vault.locked(address(token)), 50, "only the pool's tokens are left");
        (, budget) = vault.nativeBudget();
        vm.assertEq(budget, 0.5 ether);
        vm.assertEq(address(vault).balance, vault.locked(address(0)));
    }

    function test_I9_nothingLeavesTwice() public {
        _die();
        _openNative();
        vm.expectRevert(IVaultEscape.NativeEscapeOpen.selector);
        _openNative();
        _escapeNative(alice);
        bytes32 key = keccak256(abi.encode("native", alice));
        bytes[] memory proof = _accountProof(alice);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.AlreadyEscaped.selector, key));
        vault.escapeNative(alice, address(0), proof);
        _escape20(address(token), alice, alice);
        key = keccak256(abi.encode("token", token, alice));
        bytes[] memory account = _accountProof(address(mirror));
        bytes[] memory balance = _slotProof(address(mirror), _mappingSlot(bytes32(uint256(uint160(alice))), 0));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.AlreadyEscaped.selector, key));
        vault.escape20(address(token), bob, account, balance);
        vault.refundDeposit(unconsumed);
        vm.expectRevert(
            abi.encodeWithSelector(IVaultEscape.AlreadyEscaped.selector, vault.hashDeposit(unconsumed))
        );
        vault.refundDeposit(unconsumed);
        account = _accountProof(Predeploys.INBOX);
        balance = _slotProof(Predeploys.INBOX, _failedSlot(2));
        vault.refundFailed(failed, account, balance);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.AlreadyEscaped.selector, vault.hashDeposit(failed)));
        vault.refundFailed(failed, account, balance);
    }

    function test_contractsOfTheSidechain_areTakenOnlyByThemselves() public {
        _die();
        _openNative();
        bytes[] memory proof = _accountProof(pool);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotAttributable.selector, pool, keccak256(pool.code)));
        vault.escapeNative(pool, address(0), proof);
        bytes32 code = stateCode[delegated];
        bytes[] memory other = _accountProof(delegated);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotAttributable.selector, delegated, code));
        vault.escapeNative(delegated, address(0x7703), other);
        uint256 before = pool.balance;
        vm.prank(pool);
        vault.escapeNative(pool, address(0), proof);
        vm.assertEq(pool.balance - before, 0.5 ether);
    }

    /// @dev Coin that only the genesis made is not backed: native holders together get what L1 locked for them, withdrawals in the
    /// tree and refunds lose nothing.
    function test_unbackedGenesisCoin_cannotTakeWhatOthersAreOwed() public {
        vm.deal(carol, 100 ether);
        _hold(carol);
        _die();
        _openNative();
        uint256 before = carol.balance;
        _escapeNative(carol);
        vm.assertEq(carol.balance - before, 9 ether, "the whole budget, no more");
        bytes[] memory proof = _accountProof(alice);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NothingToPay.selector, alice, address(0)));
        vault.escapeNative(alice, address(0), proof);
        vault.refundDeposit(unconsumed);
        vault.refundFailed(failed, _accountProof(Predeploys.INBOX), _slotProof(Predeploys.INBOX, _failedSlot(2)));
        _claim(leaf);
        vm.assertEq(vault.locked(address(0)), 0);
    }

    /// @dev Proofs for another account, another slot, another state, cut or lengthened: nothing.
    function test_T15_T16_wrongProofs_revert() public {
        _die();
        _openNative();
        bytes[] memory proof = _accountProof(bob);
        vm.expectRevert();
        vault.escapeNative(alice, address(0), proof);
        proof = _accountProof(alice);
        bytes[] memory cut = new bytes[](proof.length - 1);
        bytes[] memory longer = new bytes[](proof.length + 1);
        for (uint256 i = 0; i < proof.length; ++i) {
            if (i < cut.length) cut[i] = proof[i];
            longer[i] = proof[i];
        }
        longer[proof.length] = proof[proof.length - 1];
        vm.expectRevert();
        vault.escapeNative(alice, address(0), cut);
        vm.expectRevert();
        vault.escapeNative(alice, address(0), longer);
        vm.expectRevert();
        vault.escapeNative(alice, address(0), new bytes[](0));
        // Carol has neither account nor tokens: absence proves nothing.
        bytes[] memory account = _accountProof(address(mirror));
        bytes[] memory balance = _slotProof(address(mirror), _mappingSlot(bytes32(uint256(uint160(alice))), 0));
        vm.prank(carol);
        vm.expectRevert();
        vault.escape20(address(token), carol, account, balance);
        vm.prank(alice);
        vm.expectRevert();
        vault.escape20(address(0xbad), alice, account, balance);
    }

    function testFuzz_T11_flippedBitInAProof_reverts(uint256 node, uint256 position) public {
        _die();
        _openNative();
        bytes[] memory proof = _accountProof(alice);
        node %= proof.length;
        position %= proof[node].length * 8;
        proof[node][position / 8] ^= bytes1(uint8(1 << (position % 8)));
        vm.expectRevert();
        vault.escapeNative(alice, address(0), proof);
    }

    function test_beforeDeath_everyDoorIsShut() public {
        _lastCheckpoint();
        bytes[] memory account = _accountProof(Predeploys.NATIVE_VAULT);
        bytes[] memory slot = _slotProof(Predeploys.NATIVE_VAULT, 0);
        vm.expectRevert(IVaultEscape.NoExitState.selector);
        vault.openNativeEscape(account, slot);
        vm.expectRevert(IVaultEscape.NativeEscapeClosed.selector);
        vault.escapeNative(alice, address(0), account);
        vm.expectRevert(IVaultEscape.NoExitState.selector);
        vault.escape20(address(token), alice, account, slot);
        vm.expectRevert(IVaultEscape.NoExitState.selector);
        vault.refundDeposit(unconsumed);
        vm.expectRevert(IVaultEscape.NoExitState.selector);
        vault.refundFailed(failed, account, slot);
        vm.warp(block.timestamp + 30 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAnchor.NotSilentLongEnough.selector, uint40(block.timestamp + 1))
        );
        anchor.declareDead(last);
    }

    function test_refunds_takeOnlyWhatIsTrue() public {
        _die();
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.DepositConsumed.selector, 2, 3));
        vault.refundDeposit(failed);
        DepositData memory d = unconsumed;
        d.amount += 1;
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotTheDeposit.selector, 3));
        vault.refundDeposit(d);
        d.nonce = 4;
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotTheDeposit.selector, 4));
        vault.refundDeposit(d);
        bytes[] memory inboxProof = _accountProof(Predeploys.INBOX);
        bytes[] memory slot = _slotProof(Predeploys.INBOX, _failedSlot(2));
        vm.expectRevert();
        vault.refundFailed(unconsumed, inboxProof, slot);
    }

    function test_death_isFinal_andNeedsTheHead() public {
        _lastCheckpoint();
        Checkpoint memory next = _next();
        vm.warp(block.timestamp + 30 days);
        Checkpoint memory other = last;
        other.stateRoot = keccak256("another state");
        vm.expectRevert(
            abi.encodeWithSelector(
                IAnchor.NotTheHead.selector, anchor.hashCheckpoint(other), anchor.hashCheckpoint(last)
            )
        );
        anchor.declareDead(other);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.DeclaredDead(last.index, anchor.hashCheckpoint(last), last.stateRoot);
        anchor.declareDead(last);
        (bool dead, bytes32 stateRoot, uint64 consumed) = anchor.exitState();
        vm.assertTrue(dead);
        vm.assertEq(stateRoot, last.stateRoot);
        vm.assertEq(consumed, 3);
        vm.expectRevert(IAnchor.Dead.selector);
        anchor.declareDead(last);
        _refused(next, abi.encodeWithSelector(IAnchor.Dead.selector));
    }

    /// @dev A bridge that never had a checkpoint gives every deposit back.
    function test_death_beforeTheFirstCheckpoint_refundsEverything() public {
        vm.warp(block.timestamp + 30 days);
        Checkpoint memory none;
        anchor.declareDead(none);
        uint256 before = address(this).balance;
        vault.refundDeposit(unconsumed);
        vault.refundDeposit(failed);
        vm.assertEq(address(this).balance - before, 6 ether);
        vm.expectRevert(IVaultEscape.NoExitState.selector);
        vault.openNativeEscape(new bytes[](0), new bytes[](0));
    }

    receive() external payable {}

    function _failedSlot(uint64 nonce) private pure returns (bytes32) {
        return keccak256(abi.encode(nonce, uint256(3)));
    }
}
