// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAssetBridge} from "../../src/interfaces/IAssetBridge.sol";
import {IMirrorERC20} from "../../src/interfaces/IMirrorERC20.sol";
import {IMirrorFactory} from "../../src/interfaces/IMirrorFactory.sol";
import {INativeVault} from "../../src/interfaces/INativeVault.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {MirrorAddress} from "../../src/libraries/MirrorAddress.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {BombToken, PlainToken, RenamedToken} from "../support/Tokens.sol";

/// @title NativeVault, AssetBridge, MirrorFactory and mirrors
contract SidechainAssetsTest is BridgeFixture {
    uint64 private constant GAS = 100_000;
    PlainToken private token;
    IMirrorERC20 private mirror;
    address private alice;

    function setUp() public override {
        super.setUp();
        token = new PlainToken("Some Token", "SOME", 6);
        alice = _account("alice");
        vm.deal(address(this), 1000 ether);
        token.mint(address(this), 1e12);
        token.approve(address(vault), 1e12);
        vm.recordLogs();
        vault.depositETH{value: 10 ether}(alice, GAS, "");
        vault.deposit20(address(token), 1000, alice, GAS, "");
        _relay();
        vm.chainId(SIDECHAIN);
        mirror = IMirrorERC20(assetBridge.mirrorOf(address(token)));
    }

    // ------------------------------------------------------------------------------------ mirrors

    function test_mirror_copiesTheToken() public view {
        IERC20Metadata meta = IERC20Metadata(address(mirror));
        vm.assertEq(meta.name(), "Some Token");
        vm.assertEq(meta.symbol(), "SOME");
        vm.assertEq(meta.decimals(), 6);
        vm.assertEq(mirror.originChain(), L1_CHAIN);
        vm.assertEq(mirror.originToken(), address(token));
        vm.assertEq(mirror.totalSupply(), 1000);
        vm.assertEq(assetBridge.outstanding(address(token)), 1000);
    }

    function testFuzz_mirrorAddress_followsFromOriginAlone(uint256 chain, address origin) public view {
        bytes32 hash = keccak256(
            abi.encodePacked(
                hex"ff", Predeploys.MIRROR_FACTORY, keccak256(abi.encode(chain, origin)), factory.mirrorInitCodeHash()
            )
        );
        vm.assertEq(factory.mirrorOf(chain, origin), address(uint160(uint256(hash))));
    }

    function test_mirror_isCreatedOnce_metadataOfLaterDepositsIgnored() public {
        vm.chainId(L1_CHAIN);
        RenamedToken renamed = new RenamedToken();
        for (uint256 i = 0; i < 2; ++i) {
            renamed.mint(address(this), 5);
            renamed.approve(address(vault), 5);
            vault.deposit20(address(renamed), 5, alice, GAS, "");
            renamed.rename();
        }
        _relay();
        vm.chainId(SIDECHAIN);
        IERC20Metadata only = IERC20Metadata(assetBridge.mirrorOf(address(renamed)));
        vm.assertEq(only.totalSupply(), 10);
        vm.assertEq(only.name(), "Before");
    }

    function test_mirror_balances_areAtSlotZero() public view {
        vm.assertEq(uint256(vm.load(address(mirror), keccak256(abi.encode(alice, uint256(0))))), 1000);
    }

    function test_mirror_permits() public {
        uint256 key = 4711;
        address owner = vm.addr(key);
        vm.prank(alice);
        mirror.transfer(owner, 50);
        IERC20Permit permit = IERC20Permit(address(mirror));
        bytes32 type_ = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(type_, owner, address(this), 50, 0, type(uint256).max));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", permit.DOMAIN_SEPARATOR(), structHash));
        (bytes32 r, bytes32 vs) = vm.signCompact(key, digest);
        bytes32 s = vs & bytes32(type(uint256).max >> 1);
        permit.permit(owner, address(this), 50, type(uint256).max, uint8(uint256(vs) >> 255) + 27, r, s);
        mirror.transferFrom(owner, alice, 50);
        vm.assertEq(mirror.balanceOf(alice), 1000);
    }

    function test_oddNames_arePrintable() public {
        vm.chainId(L1_CHAIN);
        PlainToken odd = new PlainToken(unicode"Tøk\nen", "", 0);
        PlainToken long = new PlainToken(
            "A name that is a good deal longer than the sixty-four bytes which are carried to the sidechain",
            "LONG",
            255
        );
        BombToken bomb = new BombToken();
        PlainToken[3] memory tokens = [odd, long, PlainToken(address(bomb))];
        for (uint256 i = 0; i < 3; ++i) {
            tokens[i].mint(address(this), 10);
            tokens[i].approve(address(vault), 10);
            vault.deposit20(address(tokens[i]), 10, alice, GAS, "");
        }
        _relay();
        vm.chainId(SIDECHAIN);
        IERC20Metadata first = IERC20Metadata(assetBridge.mirrorOf(address(odd)));
        vm.assertEq(first.name(), "T??k?en");
        vm.assertEq(first.symbol(), "UNNAMED");
        vm.assertEq(first.decimals(), 0);
        IERC20Metadata second = IERC20Metadata(assetBridge.mirrorOf(address(long)));
        vm.assertEq(bytes(second.name()).length, 64);
        vm.assertEq(second.decimals(), 255);
        IERC20Metadata third = IERC20Metadata(assetBridge.mirrorOf(address(bomb)));
        vm.assertEq(third.symbol(), "UNNAMED");
        vm.assertEq(third.balanceOf(alice), 10);
    }

    // ------------------------------------------------------------------------------------ rights

    function testFuzz_T09_T10_rightsBelongToTheBridgeAlone(address caller) public {
        vm.assume(caller != Predeploys.ASSET_BRIDGE && caller != Predeploys.INBOX);
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IMirrorERC20.OnlyAssetBridge.selector, caller));
        mirror.mint(caller, 1);
        vm.expectRevert(abi.encodeWithSelector(IMirrorERC20.OnlyAssetBridge.selector, caller));
        mirror.burn(alice, 1);
        vm.expectRevert(abi.encodeWithSelector(IMirrorFactory.OnlyAssetBridge.selector, caller));
        factory.create(L1_CHAIN, address(1), "");
        vm.expectRevert(abi.encodeWithSelector(IAssetBridge.OnlyInbox.selector, caller));
        assetBridge.credit(address(token), caller, 1, "");
        vm.expectRevert(abi.encodeWithSelector(INativeVault.OnlyInbox.selector, caller));
        nativeVault.credit(caller, 1, 0);
        vm.stopPrank();
        vm.expectRevert(IMirrorFactory.NothingPending.selector);
        factory.pending();
    }

    // ------------------------------------------------------------------------------------ withdrawals

    function test_T23_tokenWithdrawal_burnsExactlyWhatItWrites() public {
        bytes32 leaf = _slowLeafHash(Leaf(0, 2, L1_CHAIN, address(token), alice, address(9), 400, 40, 0));
        _expectAppended(alice, 2, address(token), 400, 40, leaf);
        vm.prank(alice);
        assetBridge.withdraw(address(token), 400, address(9), 40);
        vm.assertEq(mirror.totalSupply(), 600);
        vm.assertEq(outbox.count(), 1);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 600, 601));
        assetBridge.withdraw(address(token), 601, address(9), 0);
        vm.prank(alice);
        vm.expectRevert(IOutbox.NoAmount.selector);
        assetBridge.withdraw(address(token), 0, address(9), 0);
        vm.expectRevert(abi.encodeWithSelector(IAssetBridge.NoMirror.selector, address(77)));
        assetBridge.withdraw(address(77), 1, address(9), 0);
        vm.assertEq(outbox.count(), 1);
    }

    function test_T23_mirrorWithdrawal_burnsExactlyWhatItWrites() public {
        bytes32 leaf = _slowLeafHash(Leaf(0, 2, L1_CHAIN, address(token), alice, address(9), 400, 40, 0));
        _expectAppended(alice, 2, address(token), 400, 40, leaf);
        vm.startPrank(alice);
        vm.assertEq(mirror.withdraw(address(9), 400, 40), 0);
        vm.assertEq(mirror.totalSupply(), 600);
        vm.assertEq(mirror.balanceOf(alice), 600);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 600, 601));
        mirror.withdraw(address(9), 601, 0);
        vm.expectRevert(IOutbox.NoRecipient.selector);
        mirror.withdraw(address(0), 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.FeeExceedsAmount.selector, 2, 1));
        mirror.withdraw(address(9), 1, 2);
        vm.assertEq(outbox.count(), 1);
        vm.assertEq(mirror.totalSupply(), 600);
    }

    /// @dev A contract that only says it is a mirror, a mirror that speaks for another token, and the predeploys themselves.
    function testFuzz_T23_onlyTheTokensOwnMirror_mayAppendBurnt(address caller, address origin) public {
        vm.assume(caller != factory.mirrorOf(L1_CHAIN, origin));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IOutbox.NotAnAppender.selector, caller));
        outbox.appendBurnt(origin, address(4), address(5), 1, 0);
        vm.assume(origin != address(token));
        vm.prank(address(mirror));
        vm.expectRevert(abi.encodeWithSelector(IOutbox.NotAnAppender.selector, address(mirror)));
        outbox.appendBurnt(origin, address(4), address(5), 1, 0);
    }

    function testFuzz_mirrorAddress_isTheSameByEveryContract(uint256 chain, address origin) public view {
        vm.assertEq(MirrorAddress.mirrorOf(chain, origin), factory.mirrorOf(chain, origin));
    }

    function test_T23_nativeWithdrawal_takesBackExactlyWhatItWrites() public {
        bytes32 leaf = _slowLeafHash(Leaf(0, 1, L1_CHAIN, address(0), alice, address(9), 4 ether, 0, 0));
        _expectAppended(alice, 1, address(0), 4 ether, 0, leaf);
        vm.prank(alice);
        nativeVault.withdraw{value: 4 ether}(address(9), 0);
        vm.assertEq(alice.balance, 6 ether);
        vm.assertEq(nativeVault.outstanding(), 6 ether);
        (uint256 required, uint256 actual) = nativeVault.reserves();
        vm.assertEq(required, RESERVE - 6 ether);
        vm.assertEq(actual, required);
        vm.expectRevert(IOutbox.NoAmount.selector);
        nativeVault.withdraw{value: 0}(address(9), 0);
    }

    function _expectAppended(address from, uint8 kind, address asset, uint256 amount, uint256 fee, bytes32 leaf)
        private
    {
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = leaf;
        bytes32 root = ReferenceTree.root(leaves, 32);
        vm.expectEmit(true, true, true, true, address(outbox));
        emit IOutbox.WithdrawalAppended(0, from, address(9), kind, L1_CHAIN, asset, amount, fee, bytes32(0), leaf, root);
    }

    function test_nativeCoinThatL1NeverHeld_cannotLeave() public {
        vm.deal(alice, 100 ether); // as if the genesis had given it
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(INativeVault.ExceedsOutstanding.selector, 10 ether + 1, 10 ether));
        nativeVault.withdraw{value: 10 ether + 1}(address(9), 0);
    }

    function test_T28_forcedCoin_changesNothing() public {
        vm.deal(Predeploys.NATIVE_VAULT, Predeploys.NATIVE_VAULT.balance + 5 ether);
        vm.assertEq(nativeVault.outstanding(), 10 ether);
        (uint256 required, uint256 actual) = nativeVault.reserves();
        vm.assertEq(actual, required + 5 ether);
        vm.prank(alice);
        (bool ok,) = Predeploys.NATIVE_VAULT.call{value: 1}("");
        vm.assertFalse(ok, "plain transfers are refused");
    }

    function test_reserveExhausted_failsTheCredit_losesNothing() public {
        vm.store(Predeploys.NATIVE_VAULT, 0, bytes32(uint256(11 ether)));
        vm.chainId(L1_CHAIN);
        vault.depositETH{value: 2 ether}(alice, GAS, "");
        _relay();
        (bytes32 hash,) = inbox.failed(2);
        vm.assertNotEq(hash, bytes32(0));
        vm.assertEq(nativeVault.outstanding(), 10 ether);
        vm.assertEq(alice.balance, 10 ether);
    }
}
