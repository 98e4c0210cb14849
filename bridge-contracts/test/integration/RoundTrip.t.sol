// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Checkpoint, DepositData, Extras, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {DuelTable} from "../../src/samples/DuelTable.sol";
import {TestToken} from "../../src/samples/TestToken.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";
import {Recipient} from "../support/Tokens.sol";

/// @title There and back: both chains, two assets, a game in between, a change of signers, a bounced deposit
contract RoundTripTest is BridgeFixture {
    using SignerGroup for Group;

    TestToken private token;
    IERC20 private mirror;
    address private alice;
    address private bob;

    function setUp() public override {
        super.setUp();
        token = new TestToken("Test Token", "TT");
        alice = _account("alice");
        bob = _account("bob");
        vm.recordLogs();
        _bring(alice);
        _bring(bob);
        _relay();
        vm.chainId(SIDECHAIN);
        mirror = IERC20(assetBridge.mirrorOf(address(token)));
    }

    /// @dev A and B bring 100 each, A wins all and takes 200 home; B, a replay and an altered amount get nothing.
    function test_winnerTakes200Home() public {
        _play();
        vm.assertEq(mirror.balanceOf(alice), 200);
        Leaf memory leaf = _withdrawAll(alice);
        vm.chainId(L1_CHAIN);
        _submit(_checkpoint());

        Leaf memory altered = abi.decode(abi.encode(leaf), (Leaf));
        altered.to = bob;
        _claimRefused(altered, abi.encodeWithSelector(IVault.InvalidProof.selector, 0, outbox.root()));
        altered = abi.decode(abi.encode(leaf), (Leaf));
        altered.amount = 201;
        _claimRefused(altered, abi.encodeWithSelector(IVault.InvalidProof.selector, 0, outbox.root()));
        _claim(leaf);
        vm.assertEq(token.balanceOf(alice), 200);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.AlreadyClaimed.selector, 0));
        vm.assertEq(vault.locked(address(token)), 0);
        vm.assertEq(assetBridge.outstanding(address(token)), 0);
    }

    function test_nativeCoin_thereAndBack() public {
        vm.prank(bob);
        nativeVault.withdraw{value: 3 ether}(bob, 0);
        Leaf memory leaf = Leaf(0, 1, L1_CHAIN, address(0), bob, bob, 3 ether, 0, 0);
        leafHashes.push(_slowLeafHash(leaf));
        vm.chainId(L1_CHAIN);
        _submit(_checkpoint());
        uint256 before = bob.balance;
        _claim(leaf);
        vm.assertEq(bob.balance, before + 3 ether);
        vm.assertEq(vault.locked(address(0)), nativeVault.outstanding());
    }

    /// @dev A fifth and a sixth signer come and go; both chains follow by the same checkpoints, and work goes on.
    function test_signersChange_onBothChains() public {
        Group memory first = group;
        _change(first.with(4242));
        _play();
        Leaf memory leaf = _withdrawAll(alice);
        vm.chainId(L1_CHAIN);
        _submit(_checkpoint());
        bytes memory reason = abi.encodeWithSelector(IVault.RootNotMature.selector, outbox.root(), START + 24 hours);
        _claimRefused(leaf, reason);
        _change(first);
        vm.warp(START + 24 hours);
        _claim(leaf);
        vm.assertEq(token.balanceOf(alice), 200);
        _bring(alice);
        _relay();
        vm.assertEq(inbox.count(), vault.depositCount());
    }

    /// @dev A deposit nobody can receive comes back to its sender on L1.
    function test_bouncedDeposit_isPaidBack() public {
        Recipient bad = new Recipient();
        bad.set(Recipient.Mode.Refuse);
        vm.chainId(L1_CHAIN);
        vm.deal(alice, 50 ether);
        vm.prank(alice);
        vault.depositETH{value: 5 ether}(address(bad), 50_000, "");
        _collectDeposits();
        DepositData memory d = pendingDeposits[0];
        _relay();
        vm.chainId(SIDECHAIN);
        vm.warp(block.timestamp + 7 days);
        inbox.bounce(d);
        vm.chainId(L1_CHAIN);
        Leaf memory leaf = Leaf(0, 1, L1_CHAIN, address(0), address(inbox), alice, 5 ether, 0, 0);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_checkpoint());
        uint256 before = alice.balance;
        _claim(leaf);
        vm.assertEq(alice.balance, before + 5 ether);
        vm.assertEq(vault.locked(address(0)), nativeVault.outstanding());
    }

    /// @dev A quorum that lies to the sidechain about deposits cannot get the checkpoint past L1.
    function test_unbackedCredit_cannotBeCheckpointed() public {
        vm.chainId(L1_CHAIN);
        Checkpoint memory c = _checkpoint();
        c.depositCount += 1;
        c.depositAcc = keccak256("invented");
        _refused(
            c,
            abi.encodeWithSignature("WrongDeposits(uint64,bytes32,bytes32)", c.depositCount, c.depositAcc, bytes32(0))
        );
    }

    // ------------------------------------------------------------------------------------ steps

    function _bring(address player) private {
        token.mint(player, 100);
        vm.deal(player, player.balance + 10 ether);
        vm.startPrank(player);
        token.approve(address(vault), 100);
        vault.deposit20(address(token), 100, player, 50_000, "");
        vault.depositETH{value: 10 ether}(player, 50_000, "");
        vm.stopPrank();
    }

    function _play() private {
        vm.chainId(SIDECHAIN);
        DuelTable table = new DuelTable();
        bytes32 stone = table.commit(alice, DuelTable.Move.Stone, "a");
        bytes32 scissors = table.commit(bob, DuelTable.Move.Scissors, "b");
        vm.startPrank(alice);
        mirror.approve(address(table), 100);
        table.open(mirror, 100, bob, stone);
        vm.stopPrank();
        vm.startPrank(bob);
        mirror.approve(address(table), 100);
        table.join(0, scissors);
        table.reveal(0, DuelTable.Move.Scissors, "b");
        vm.stopPrank();
        vm.prank(alice);
        table.reveal(0, DuelTable.Move.Stone, "a");
    }

    function _withdrawAll(address account) private returns (Leaf memory leaf) {
        uint256 amount = mirror.balanceOf(account);
        vm.prank(account);
        uint64 index = assetBridge.withdraw(address(token), amount, account, 0);
        leaf = Leaf(index, 2, L1_CHAIN, address(token), account, account, amount, 0, 0);
        leafHashes.push(_slowLeafHash(leaf));
        vm.assertEq(outbox.root(), _root());
    }

    function _change(Group memory next) private {
        vm.chainId(L1_CHAIN);
        Checkpoint memory c = _checkpoint();
        c.nextSetHash = QuorumLib.hash(next.set);
        uint256 bitmap = group.quorum();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), bitmap);
        Extras memory extras;
        extras.nextSet = next.set;
        anchor.submit(c, group.set, bitmap, sigs, abi.encode(extras));
        vm.chainId(SIDECHAIN);
        registry.handover(c, group.set, next.set, bitmap, sigs);
        vm.assertEq(registry.setHash(), anchor.setHash());
        group = next;
        vm.chainId(L1_CHAIN);
    }
}
