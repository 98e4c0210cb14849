// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf, LeafProof} from "../../src/interfaces/BridgeTypes.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {ControlledToken, HookToken, PlainToken, Recipient} from "../support/Tokens.sol";

/// @title Proof, replay, payment and refusal of claims; limits are open here
contract VaultClaimsTest is L1Fixture {
    PlainToken private token;
    address private alice;
    address private bob;
    address private carrier;

    function setUp() public virtual override {
        super.setUp();
        token = new PlainToken("Token", "TKN", 18);
        alice = _account("alice");
        bob = _account("bob");
        carrier = _account("carrier");
        _fill(address(0), 100 ether);
        _fill(address(token), 1000);
    }

    // ------------------------------------------------------------------------------------ the straight way

    function test_claimETH_paysTheRecipient_whoeverCalls() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 3 ether, 0);
        _submit(_next());
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Claimed(0, alice, address(0), 3 ether, carrier);
        vm.prank(carrier);
        _claim(leaf);
        vm.assertEq(alice.balance, 3 ether);
        vm.assertEq(vault.locked(address(0)), 97 ether);
        vm.assertTrue(vault.isClaimed(0));
    }

    function test_claim20_paysTheRecipient() public {
        Leaf memory leaf = _withdraw(2, address(token), alice, 400, 0);
        _submit(_next());
        _claim(leaf);
        vm.assertEq(token.balanceOf(alice), 400);
        vm.assertEq(vault.locked(address(token)), 600);
    }

    function testFuzz_claims_inAnyOrder_underAnyLaterRoot(uint256 seed) public {
        Leaf[] memory leaves = new Leaf[](12);
        for (uint256 i = 0; i < 12; ++i) {
            bool eth = i % 3 == 0;
            leaves[i] = _withdraw(eth ? 1 : 2, eth ? address(0) : address(token), alice, i + 1, 0);
            if (i % 4 == 3) _submit(_next());
        }
        for (uint256 i = 0; i < 12; ++i) {
            uint256 pick = (i * 5 + seed % 12) % 12;
            _claim(leaves[pick]);
        }
        vm.assertEq(alice.balance, 1 + 4 + 7 + 10);
        vm.assertEq(token.balanceOf(alice), 78 - 22);
    }

    function test_claimMany_paysAll_orNone() public {
        Leaf[] memory leaves = new Leaf[](3);
        for (uint256 i = 0; i < 3; ++i) {
            leaves[i] = _withdraw(1, address(0), alice, 1 ether, 0);
        }
        _submit(_next());
        LeafProof[] memory proofs = new LeafProof[](3);
        for (uint256 i = 0; i < 3; ++i) {
            (proofs[i].mask, proofs[i].siblings) = ReferenceTree.proof(leafHashes, i, 32);
        }
        bytes32 root = _root();
        (leaves[2], leaves[0]) = (leaves[0], leaves[2]);
        vm.expectRevert(abi.encodeWithSelector(IVault.InvalidProof.selector, 2, root));
        vault.claimMany(root, leaves, proofs);
        (leaves[2], leaves[0]) = (leaves[0], leaves[2]);
        vault.claimMany(root, leaves, proofs);
        vm.assertEq(alice.balance, 3 ether);
        vm.expectRevert(abi.encodeWithSelector(IVault.LengthMismatch.selector, 3, 2));
        vault.claimMany(root, leaves, new LeafProof[](2));
    }

    function test_fee_goesToTheCarrier_notToTheRecipientsOwnCall() public {
        Leaf memory first = _withdraw(1, address(0), alice, 1 ether, 0.1 ether);
        Leaf memory second = _withdraw(2, address(token), alice, 100, 10);
        Leaf memory third = _withdraw(1, address(0), alice, 1 ether, 0.1 ether);
        _submit(_next());
        vm.prank(carrier);
        _claim(first);
        vm.prank(carrier);
        _claim(second);
        vm.prank(alice);
        _claim(third);
        vm.assertEq(alice.balance, 1.9 ether);
        vm.assertEq(carrier.balance, 0.1 ether);
        vm.assertEq(token.balanceOf(alice), 90);
        vm.assertEq(token.balanceOf(carrier), 10);
        vm.assertEq(vault.locked(address(0)), 98 ether);
    }

    // ------------------------------------------------------------------------------------ refusals

    function test_T06_unknownAndZeroRoots_revert() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.UnknownRoot.selector, _root()));
        vm.expectRevert(abi.encodeWithSelector(IVault.UnknownRoot.selector, bytes32(0)));
        vault.claim(bytes32(0), leaf, 0, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(IVault.UnknownRoot.selector, EMPTY_ROOT));
        vault.claim(EMPTY_ROOT, leaf, 0, new bytes32[](0));
    }

    function test_T14_indexAtOrBeyondCount_reverts() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0);
        _submit(_next());
        bytes32 root = _root();
        for (uint64 i = 1; i < 4; ++i) {
            leaf.index = i;
            vm.expectRevert(abi.encodeWithSelector(IVault.IndexOutOfRange.selector, i, 1));
            vault.claim(root, leaf, 0, new bytes32[](0));
        }
        leaf.index = type(uint64).max;
        vm.expectRevert(abi.encodeWithSelector(IVault.IndexOutOfRange.selector, type(uint64).max, 1));
        vault.claim(root, leaf, 0, new bytes32[](0));
    }

    function test_replay_reverts_underEveryRoot() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0);
        _submit(_next());
        _claim(leaf);
        _claimRefused(leaf, abi.encodeWithSelector(IVault.AlreadyClaimed.selector, 0));
        _withdraw(1, address(0), bob, 1 ether, 0);
        _submit(_next());
        _claimRefused(leaf, abi.encodeWithSelector(IVault.AlreadyClaimed.selector, 0));
        vm.assertEq(alice.balance, 1 ether);
    }

    function testFuzz_T11_alteredLeaf_reverts(uint256 field, uint256 bit) public {
        _withdraw(1, address(0), bob, 5 ether, 0);
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0.1 ether);
        _withdraw(2, address(token), alice, 5, 0);
        _submit(_next());
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 1, 32);
        uint256[9] memory widths = [uint256(64), 8, 256, 160, 160, 160, 256, 256, 256];
        field = field % 9;
        bit = bit % widths[field];
        assembly ("memory-safe") {
            let place := add(leaf, mul(field, 32))
            mstore(place, xor(mload(place), shl(bit, 1)))
        }
        bytes32 root = _root();
        vm.expectRevert();
        vault.claim(root, leaf, mask, siblings);
        vm.assertEq(vault.locked(address(0)), 100 ether);
    }

    function test_anothersClaim_paysTheOwner() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0);
        _submit(_next());
        Leaf memory stolen = abi.decode(abi.encode(leaf), (Leaf));
        stolen.to = bob;
        vm.startPrank(bob);
        _claimRefused(stolen, abi.encodeWithSelector(IVault.InvalidProof.selector, 0, _root()));
        _claim(leaf);
        vm.stopPrank();
        vm.assertEq(bob.balance, 0);
        vm.assertEq(alice.balance, 1 ether);
    }

    function test_quarantinedRoot_isNotHonouredBeforeItsTime() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0);
        // As after a set change: activatedAt of slot 2 is now.
        vm.store(address(anchor), bytes32(uint256(2)), bytes32(uint256(START) | (1 << 40) | (5 << 64)));
        _submit(_next());
        bytes memory reason = abi.encodeWithSelector(IVault.RootNotMature.selector, _root(), START + 24 hours);
        _claimRefused(leaf, reason);
        vm.warp(START + 24 hours - 1);
        _claimRefused(leaf, reason);
        vm.warp(START + 24 hours);
        _claim(leaf);
    }

    function test_T09_foreignAssetsAndKinds_revert() public {
        Leaf[6] memory leaves = [
            Leaf(0, 1, L1_CHAIN, address(token), bob, alice, 1, 0, 0), // ETH with a token
            Leaf(1, 2, L1_CHAIN, address(0), bob, alice, 1, 0, 0), // token without one
            Leaf(2, 1, SIDECHAIN, address(0), bob, alice, 1, 0, 0), // of another chain
            Leaf(3, 3, L1_CHAIN, address(token), bob, alice, 1, 0, 0), // kind to come
            Leaf(4, 0, L1_CHAIN, address(0), bob, alice, 1, 0, 0), // kind 0
            Leaf(5, 1, L1_CHAIN, address(0), bob, alice, 1, 0, keccak256("message"))
        ];
        for (uint256 i = 0; i < 6; ++i) {
            leafHashes.push(_slowLeafHash(leaves[i]));
        }
        _submit(_next());
        for (uint256 i = 0; i < 6; ++i) {
            _claimRefused(
                leaves[i],
                abi.encodeWithSelector(
                    IVault.UnsupportedAsset.selector, leaves[i].kind, leaves[i].originChain, leaves[i].token
                )
            );
        }
    }

    function test_feeAboveAmount_reverts() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 1 ether + 1);
        _submit(_next());
        _claimRefused(leaf, abi.encodeWithSelector(IVault.FeeExceedsAmount.selector, 1 ether + 1, 1 ether));
    }

    function test_T09_moreThanTheLedger_reverts() public {
        vm.deal(address(vault), 500 ether); // forced coin is nobody's
        Leaf memory leaf = _withdraw(1, address(0), alice, 100 ether + 1, 0);
        Leaf memory tokens = _withdraw(2, address(token), alice, 1001, 0);
        _submit(_next());
        bytes4 selector = IVault.InsufficientLocked.selector;
        _claimRefused(leaf, abi.encodeWithSelector(selector, address(0), 100 ether, 100 ether + 1));
        _claimRefused(tokens, abi.encodeWithSelector(selector, address(token), 1000, 1001));
        vm.assertFalse(vault.isClaimed(0));
    }

    // ------------------------------------------------------------------------------------ recipients

    function test_T29_refusingRecipients_areOwed_othersUnharmed() public {
        Recipient[3] memory bad = [new Recipient(), new Recipient(), new Recipient()];
        bad[0].set(Recipient.Mode.Refuse);
        bad[1].set(Recipient.Mode.BurnGas);
        bad[2].set(Recipient.Mode.Bomb);
        Leaf[4] memory leaves;
        for (uint256 i = 0; i < 3; ++i) {
            leaves[i] = _withdraw(1, address(0), address(bad[i]), 1 ether, 0);
        }
        leaves[3] = _withdraw(1, address(0), alice, 1 ether, 0);
        _submit(_next());
        for (uint256 i = 0; i < 4; ++i) {
            uint256 before = gasleft();
            if (i < 3) {
                vm.expectEmit(true, true, true, true, address(vault));
                emit IVault.Owed(address(bad[i]), address(0), 1 ether);
            }
            _claim(leaves[i]);
            vm.assertLe(before - gasleft(), 1_500_000);
        }
        vm.assertEq(alice.balance, 1 ether);
        vm.assertEq(vault.locked(address(0)), 96 ether);
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(vault.owed(address(bad[i]), address(0)), 1 ether);
            bad[i].collect(vault, bob);
            vm.assertEq(vault.owed(address(bad[i]), address(0)), 0);
        }
        vm.assertEq(bob.balance, 3 ether);
    }

    function test_owed_isPaidOnce_toItsOwnerOnly() public {
        Recipient bad = new Recipient();
        bad.set(Recipient.Mode.Refuse);
        Leaf memory leaf = _withdraw(1, address(0), address(bad), 1 ether, 0);
        _submit(_next());
        _claim(leaf);
        vm.expectRevert(abi.encodeWithSelector(IVault.NothingOwed.selector, address(this), address(0)));
        vault.collectOwed(address(0), bob);
        vm.expectRevert(abi.encodeWithSelector(IVault.PaymentRefused.selector, address(bad)));
        bad.collect(vault, address(bad));
        bad.collect(vault, bob);
        vm.expectRevert(abi.encodeWithSelector(IVault.NothingOwed.selector, address(bad), address(0)));
        bad.collect(vault, bob);
        vm.assertEq(bob.balance, 1 ether);
    }

    function test_T34_carrierCannotStarveTheRecipient(uint256 gas_) public {
        Recipient hungry = new Recipient(); // accepts, given its gas
        Leaf memory leaf = _withdraw(1, address(0), address(hungry), 1 ether, 0);
        _submit(_next());
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 0, 32);
        bytes32 root = _root();
        gas_ = _bound(gas_, 30_000, 400_000);
        try vault.claim{gas: gas_}(root, leaf, mask, siblings) {
            vm.assertEq(address(hungry).balance, 1 ether, "claimed but not paid");
        } catch {
            vm.assertFalse(vault.isClaimed(0));
        }
        vm.assertEq(vault.owed(address(hungry), address(0)), 0);
    }

    function test_reentrantRecipient_getsNothingTwice() public {
        Recipient thief = new Recipient();
        Leaf memory leaf = _withdraw(1, address(0), address(thief), 1 ether, 0);
        Leaf memory other = _withdraw(1, address(0), address(thief), 1 ether, 0);
        _submit(_next());
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 1, 32);
        thief.reenter(vault, abi.encodeCall(vault.claim, (_root(), other, mask, siblings)));
        _claim(leaf);
        vm.assertFalse(thief.succeeded());
        vm.assertEq(address(thief).balance, 1 ether);
        vm.assertFalse(vault.isClaimed(1));
    }

    function test_T27_hookDuringClaim_cannotEnterTheVault() public {
        HookToken hook = new HookToken();
        _fill(address(hook), 100);
        Leaf memory leaf = _withdraw(2, address(hook), alice, 60, 0);
        Leaf memory other = _withdraw(2, address(hook), alice, 40, 0);
        _submit(_next());
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 1, 32);
        hook.onTransfer(address(vault), abi.encodeCall(vault.claim, (_root(), other, mask, siblings)));
        _claim(leaf);
        vm.assertFalse(hook.succeeded());
        vm.assertEq(vault.locked(address(hook)), 40);
        vm.assertEq(hook.balanceOf(alice), 60);
    }

    function test_T27_blockedRecipient_canClaimLater() public {
        ControlledToken controlled = new ControlledToken();
        _fill(address(controlled), 100);
        Leaf memory leaf = _withdraw(2, address(controlled), alice, 60, 0);
        _submit(_next());
        controlled.setBlocked(alice, true);
        _claimRefused(leaf, abi.encodeWithSelector(ControlledToken.Blocked.selector, alice));
        vm.assertFalse(vault.isClaimed(0));
        controlled.setBlocked(alice, false);
        _claim(leaf);
        vm.assertEq(controlled.balanceOf(alice), 60);
    }

    /// @dev The vault never calls a recipient with data, so no leaf can make it act on a contract (T05).
    function test_T05_paymentsCarryNoData() public {
        Leaf memory leaf = _withdraw(1, address(0), alice, 1 ether, 0);
        _submit(_next());
        vm.expectCall(alice, "", 1);
        _claim(leaf);
    }

    // ------------------------------------------------------------------------------------ helpers

    function _fill(address asset, uint256 amount) private {
        if (asset == address(0)) {
            vm.deal(address(this), amount);
            vault.depositETH{value: amount}(address(1), 50_000, "");
            return;
        }
        PlainToken(asset).mint(address(this), amount);
        PlainToken(asset).approve(address(vault), amount);
        vault.deposit20(asset, amount, address(1), 50_000, "");
    }
}
