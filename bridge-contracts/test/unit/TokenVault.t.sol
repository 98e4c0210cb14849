// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {ITokenVault} from "../../src/interfaces/ITokenVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {TokenMetadata} from "../../src/libraries/TokenMetadata.sol";
import {HomeTokenFixture} from "../support/HomeTokenFixture.sol";
import {Collection721} from "../support/Nfts.sol";
import {
    BombToken,
    ControlledToken,
    FalseToken,
    FeeToken,
    GreedyToken,
    HookToken,
    InflatingToken,
    LyingToken,
    OldToken,
    PlainToken,
    RebasingToken,
    RenamedToken,
    TwinToken,
    WouldBeMirror
} from "../support/Tokens.sol";

/// @title What the sidechain's vault of its own tokens takes, what it refuses, what it writes
contract TokenVaultTest is HomeTokenFixture {
    function setUp() public override {
        super.setUp();
        vm.chainId(SIDECHAIN);
    }

    // ------------------------------------------------------------------------------------ what is written

    function test_T23_leaf_saysExactlyWhatWasLocked() public {
        bytes memory metadata = abi.encode("Home Token", "HOME", uint8(6));
        bytes32 hash = keccak256(metadata);
        Leaf memory leaf = Leaf(0, 6, SIDECHAIN, address(token), alice, bob, 400, 40, hash);
        bytes32 leafHash = _slowLeafHash(leaf);
        leafHashes.push(leafHash);
        vm.expectEmit(true, true, true, true, address(tokenVault));
        emit ITokenVault.TokenDescribed(address(token), hash, metadata);
        vm.expectEmit(true, true, true, true, address(outbox));
        emit IOutbox.WithdrawalAppended(0, alice, bob, 6, SIDECHAIN, address(token), 400, 40, hash, leafHash, _root());
        vm.prank(alice);
        vm.assertEq(tokenVault.withdraw(address(token), 400, bob, 40), 0);
        vm.assertEq(tokenVault.locked(address(token)), 400);
        vm.assertEq(token.balanceOf(address(tokenVault)), 400);
        vm.assertEq(tokenVault.descriptionHash(address(token)), hash);
    }

    function test_T23_badTerms_revert_nothingIsTaken() public {
        vm.startPrank(alice);
        vm.expectRevert(IOutbox.NoRecipient.selector);
        tokenVault.withdraw(address(token), 1, address(0), 0);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.FeeExceedsAmount.selector, 2, 1));
        tokenVault.withdraw(address(token), 1, bob, 2);
        vm.expectRevert(abi.encodeWithSelector(ITokenVault.WrongReceipt.selector, token, 0, 0));
        tokenVault.withdraw(address(token), 0, bob, 0);
        vm.expectRevert();
        tokenVault.withdraw(address(token), 1e12 + 1, bob, 0);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(alice), 1e12);
        vm.assertEq(outbox.count(), 0);
    }

    function test_description_isReadOnce_andStays() public {
        RenamedToken renamed = new RenamedToken();
        _fund(renamed);
        bytes32 first = keccak256(_metadata(address(renamed)));
        _withdrawHome(address(renamed), 5, bob, 0);
        renamed.rename();
        vm.assertNotEq(keccak256(_metadata(address(renamed))), first);
        vm.assertEq(_withdrawHome(address(renamed), 5, bob, 0).dataHash, first);
    }

    // ------------------------------------------------------------------------------------ what is refused

    function test_T24_notAToken_revert() public {
        address[5] memory wrong = [address(0), bob, address(1), _account("delegated"), Predeploys.NATIVE_VAULT];
        vm.etch(wrong[3], abi.encodePacked(hex"ef0100", address(token)));
        for (uint256 i = 0; i < 5; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITokenVault.NotAToken.selector, wrong[i]));
            tokenVault.withdraw(wrong[i], 1, bob, 0);
        }
        Collection721 unique = new Collection721();
        unique.mint(address(this), 1);
        unique.setApprovalForAll(address(tokenVault), true);
        vm.expectRevert(abi.encodeWithSelector(TokenMetadata.NoDecimals.selector, address(unique)));
        tokenVault.withdraw(address(unique), 1, bob, 0);
    }

    /// @dev T09: what comes from L1 goes back by burning; were it locked here, it could come back to L1 as something else.
    function test_T09_mirrorsOfL1Tokens_revert_pretendersMayPass() public {
        vm.chainId(L1_CHAIN);
        PlainToken foreign = new PlainToken("Foreign", "FOR", 18);
        foreign.mint(address(this), 100);
        foreign.approve(address(vault), 100);
        vault.deposit20(address(foreign), 100, alice, 50_000, "");
        _relay();
        vm.chainId(SIDECHAIN);
        address mirror = assetBridge.mirrorOf(address(foreign));
        vm.startPrank(alice);
        IERC20(mirror).approve(address(tokenVault), 100);
        vm.expectRevert(abi.encodeWithSelector(ITokenVault.IsAMirror.selector, mirror, address(foreign)));
        tokenVault.withdraw(mirror, 100, bob, 0);
        vm.stopPrank();
        WouldBeMirror pretender = new WouldBeMirror(address(foreign));
        _fund(pretender);
        _withdrawHome(address(pretender), 1, bob, 0);
    }

    function testFuzz_T09_T10_creditsAreTheInboxsAlone(address caller) public {
        vm.assume(caller != Predeploys.INBOX);
        _withdrawHome(address(token), 100, bob, 0);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ITokenVault.OnlyInbox.selector, caller));
        tokenVault.credit(address(token), caller, 1);
        vm.prank(Predeploys.INBOX);
        vm.expectRevert(abi.encodeWithSelector(ITokenVault.InsufficientLocked.selector, address(token), 100, 101));
        tokenVault.credit(address(token), bob, 101);
    }

    // ------------------------------------------------------------------------------------ awkward tokens

    function test_T27_feeOnTransfer_countsWhatCame() public {
        FeeToken feeToken = new FeeToken();
        _fund(feeToken);
        vm.assertEq(_withdrawHome(address(feeToken), 1000, bob, 990).amount, 990);
        vm.assertEq(feeToken.balanceOf(address(tokenVault)), 990);
        vm.chainId(SIDECHAIN);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.FeeExceedsAmount.selector, 991, 990));
        tokenVault.withdraw(address(feeToken), 1000, bob, 991);
    }

    function test_T27_liars_areNotBelieved() public {
        PlainToken[2] memory liars = [PlainToken(new InflatingToken()), new LyingToken()];
        for (uint256 i = 0; i < 2; ++i) {
            _fund(liars[i]);
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(ITokenVault.WrongReceipt.selector, liars[i], i == 0 ? 101 : 0, 100));
            tokenVault.withdraw(address(liars[i]), 100, bob, 0);
        }
        FalseToken no = new FalseToken();
        _fund(no);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(no)));
        tokenVault.withdraw(address(no), 100, bob, 0);
        TwinToken twin = new TwinToken(token);
        vm.prank(alice);
        vm.expectRevert();
        tokenVault.withdraw(address(twin), 100, bob, 0);
        vm.assertEq(outbox.count(), 0);
    }

    function test_T27_oldTokens_withoutReturnValue_thereAndBack() public {
        OldToken old = new OldToken();
        old.mint(alice, 100);
        vm.prank(alice);
        old.approve(address(tokenVault), 100);
        _withdrawHome(address(old), 100, bob, 0);
        vm.prank(Predeploys.INBOX);
        tokenVault.credit(address(old), bob, 60);
        vm.assertEq(old.balanceOf(bob), 60);
        vm.assertEq(tokenVault.locked(address(old)), 40);
    }

    /// @dev A token that shrinks leaves the last holder of its mirror without; no other token is touched.
    function test_T27_rebasing_hurtsItsOwnHoldersOnly() public {
        RebasingToken rebasing = new RebasingToken();
        _fund(rebasing);
        _withdrawHome(address(rebasing), 100, bob, 0);
        _withdrawHome(address(token), 100, bob, 0);
        rebasing.rebase(50);
        vm.assertEq(tokenVault.locked(address(rebasing)), 100, "balances are read for nothing but a receipt");
        vm.assertEq(_withdrawHome(address(rebasing), 10, bob, 0).amount, 5);
        vm.prank(Predeploys.INBOX);
        tokenVault.credit(address(token), bob, 100);
        vm.assertEq(token.balanceOf(bob), 100);
    }

    function test_T27_pausedAndBlocking_creditFailsAsAWhole() public {
        ControlledToken controlled = new ControlledToken();
        _fund(controlled);
        _withdrawHome(address(controlled), 100, bob, 0);
        controlled.setBlocked(bob, true);
        vm.startPrank(Predeploys.INBOX);
        vm.expectRevert(abi.encodeWithSelector(ControlledToken.Blocked.selector, bob));
        tokenVault.credit(address(controlled), bob, 100);
        vm.assertEq(tokenVault.locked(address(controlled)), 100);
        tokenVault.credit(address(controlled), alice, 100);
        vm.stopPrank();
        vm.assertEq(tokenVault.locked(address(controlled)), 0);
    }

    function test_T27_bombsAndGreed_costTheirOwnCallerOnly() public {
        PlainToken[2] memory odd = [PlainToken(new BombToken()), PlainToken(address(new GreedyToken()))];
        for (uint256 i = 0; i < 2; ++i) {
            _fund(odd[i]);
            uint256 gas_ = gasleft();
            _withdrawHome(address(odd[i]), 100, bob, 0);
            vm.assertTrue(gas_ - gasleft() < 30_000_000, "bounded");
        }
    }

    /// @dev Tokens with hooks: inside one withdrawal there is no other, so what moves once is counted once.
    function test_T27_hooks_cannotCountTwice() public {
        HookToken hook = new HookToken();
        _fund(hook);
        hook.mint(address(hook), 100);
        vm.prank(address(hook));
        hook.approve(address(tokenVault), 100);
        hook.onTransfer(address(tokenVault), abi.encodeCall(tokenVault.withdraw, (address(token), 50, bob, 0)));
        vm.assertEq(_withdrawHome(address(hook), 100, bob, 0).amount, 100);
        vm.assertFalse(hook.succeeded());
        hook.onTransfer(address(tokenVault), abi.encodeCall(tokenVault.credit, (address(hook), bob, 50)));
        _withdrawHome(address(hook), 100, bob, 0);
        vm.assertFalse(hook.succeeded());
        vm.assertEq(tokenVault.locked(address(hook)), 200);
        vm.assertEq(hook.balanceOf(address(tokenVault)), 200);
    }

    function test_T28_forcedTokens_changeNothing() public {
        _withdrawHome(address(token), 100, bob, 0);
        vm.prank(alice);
        token.transfer(address(tokenVault), 77);
        vm.assertEq(tokenVault.locked(address(token)), 100);
        vm.assertEq(_withdrawHome(address(token), 10, bob, 0).amount, 10);
        vm.prank(Predeploys.INBOX);
        vm.expectRevert(abi.encodeWithSelector(ITokenVault.InsufficientLocked.selector, address(token), 110, 111));
        tokenVault.credit(address(token), bob, 111);
    }

    function test_slots_areWhereTheInterfaceSaysTheyAre() public {
        _withdrawHome(address(token), 100, bob, 0);
        bytes32 key = bytes32(uint256(uint160(address(token))));
        vm.assertEq(uint256(vm.load(address(tokenVault), _mappingSlot(key, 0))), 100);
        vm.assertEq(vm.load(address(tokenVault), _mappingSlot(key, 1)), tokenVault.descriptionHash(address(token)));
        vm.assertEq(uint256(vm.load(address(tokenVault), bytes32(uint256(2)))), 1, "lock open");
    }
}
