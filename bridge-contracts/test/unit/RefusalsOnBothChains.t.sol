// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {INftBridge} from "../../src/interfaces/INftBridge.sol";
import {INftMirror} from "../../src/interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../../src/interfaces/INftMirrorFactory.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {MirrorERC1155} from "../../src/l2/MirrorERC1155.sol";
import {TokenMetadata} from "../../src/libraries/TokenMetadata.sol";
import {NftContents} from "../../src/libraries/NftContents.sol";
import {NftFixture} from "../support/NftFixture.sol";
import {NftRecipient} from "../support/Nfts.sol";
import {PlainToken, Recipient} from "../support/Tokens.sol";

/// @notice Its name is neither a text nor a word.
contract OddToken is PlainToken("", "ODD", 18) {
    function name() public pure override returns (string memory) {
        assembly ("memory-safe") {
            mstore(0, 31)
            mstore(32, 1)
            return(0, 48)
        }
    }
}

/// @title Conditions of the sidechain and of the way out that stand between others' tests
contract RefusalsOnBothChainsTest is NftFixture {
    // ---------------------------------------------------------------------------------------------- the way out

    /// @dev A last state in which more coin circulates than L1 holds: no more leaves than the ledger has.
    function test_I9_coinBeyondTheLedger_doesNotLeave() public {
        vm.deal(address(this), 10 ether);
        vault.depositETH{value: 10 ether}(alice, 50_000, "");
        _relay();
        vm.deal(Predeploys.NATIVE_VAULT, RESERVE - 50 ether);
        _hold(Predeploys.NATIVE_VAULT);
        _hold(alice);
        _holdSlot(Predeploys.NATIVE_VAULT, 0);
        _die();
        _openNative();
        (, uint256 budget) = vault.nativeBudget();
        vm.assertEq(budget, 10 ether);
    }

    /// @dev What the inbox keeps under a number is the failed deposit's hash; whatever else stands there refunds nothing.
    function test_T11_depositsThatDidNotFail_areNotRefunded() public {
        Recipient refuses = new Recipient();
        refuses.set(Recipient.Mode.Refuse);
        NftRecipient bad = new NftRecipient();
        bad.set(NftRecipient.Mode.Refuse, nftVault);
        vm.deal(address(this), 1 ether);
        vault.depositETH{value: 1 ether}(address(refuses), 50_000, "");
        _deposit1155(_list(2), _list(7), address(bad));
        _collectDeposits();
        DepositData[2] memory d = [pendingDeposits[0], pendingDeposits[1]];
        _relay();
        _hold(Predeploys.INBOX);
        for (uint64 nonce = 0; nonce < 2; ++nonce) {
            bytes32 slot = _mappingSlot(bytes32(uint256(nonce)), 3);
            vm.assertTrue(vm.load(Predeploys.INBOX, slot) != 0, "did not fail");
            vm.store(Predeploys.INBOX, slot, keccak256("another"));
            _holdSlot(Predeploys.INBOX, slot);
        }
        _die();
        bytes[] memory account = _accountProof(Predeploys.INBOX);
        for (uint64 nonce = 0; nonce < 2; ++nonce) {
            bytes[] memory entry = _slotProof(Predeploys.INBOX, _mappingSlot(bytes32(uint256(nonce)), 3));
            vm.expectRevert(abi.encodeWithSelector(IVaultEscape.DepositNotFailed.selector, nonce));
            if (nonce == 0) vault.refundFailed(d[0], account, entry);
            else nftVault.refundFailed(d[1], account, entry);
        }
        (d[0].amount, d[1].amount) = (2 ether, 1);
        vm.expectRevert(abi.encodeWithSelector(IVaultEscape.NotTheDeposit.selector, 0));
        vault.refundFailed(d[0], account, account);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotTheDeposit.selector, 1));
        nftVault.refundFailed(d[1], account, account);
    }

    /// @dev After a lie took most of what L1 held, an escape takes the rest, and then there is nothing.
    function test_I9_nftEscapes_takeWhatIsHeld_noMore() public {
        _deposit1155(_list(1), _list(10), bob);
        _deposit1155(_list(2), _list(10), bob);
        _relay();
        Leaf[2] memory lies = [_forge(4, _list(1), _list(6), alice), _forge(4, _list(2), _list(10), alice)];
        address mirror = nftBridge.mirrorOf(4, address(sorts));
        _hold(mirror);
        bytes32[2] memory slots;
        for (uint256 i = 0; i < 2; ++i) {
            slots[i] = keccak256(abi.encode(bob, keccak256(abi.encode(i + 1, uint256(0)))));
            _holdSlot(mirror, slots[i]);
        }
        _submit(_next());
        for (uint256 i = 0; i < 2; ++i) {
            _claimNft(lies[i]);
            vm.warp(block.timestamp + 1 hours);
            nftVault.release(lies[i].index, lies[i], _list(i + 1), _list(i == 0 ? 6 : 10));
        }
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.UnsupportedAsset.selector, 2, L1_CHAIN, address(sorts)));
        nftVault.escape(2, address(sorts), 1, alice, new bytes[](0), new bytes[](0));
        _dieAfterALie();
        bytes[] memory account = _accountProof(mirror);
        for (uint256 i = 0; i < 2; ++i) {
            bytes[] memory entry = _slotProof(mirror, slots[i]);
            vm.prank(bob);
            if (i == 1) vm.expectRevert(abi.encodeWithSelector(INftVault.NothingToPay.selector, bob, address(sorts)));
            nftVault.escape(4, address(sorts), i + 1, bob, account, entry);
        }
        vm.assertEq(sorts.balanceOf(bob, 1), 4, "what was left");
    }

    /// @dev The last checkpoint goes on with the lie's tree.
    function _dieAfterALie() private {
        vm.store(Predeploys.OUTBOX, 0, _root());
        vm.store(Predeploys.OUTBOX, bytes32(uint256(1)), bytes32(leafHashes.length));
        _die();
    }

    // ---------------------------------------------------------------------------------------------- the sidechain

    function test_T09_unknownKinds_areNotCredited() public {
        DepositData memory d = DepositData(0, 9, alice, bob, address(1), 1, 50_000, "");
        vm.prank(Predeploys.INBOX);
        vm.expectRevert(abi.encodeWithSelector(IInbox.UnsupportedKind.selector, 9));
        inbox.execute(d, 50_000);
    }

    function test_T20_nftCredits_areOfTheContentsThatWereHashed() public onSidechain {
        bytes memory data = abi.encode("", "", _list(1), _list(1), new string[](1));
        uint256 contents = uint256(keccak256(abi.encode(_list(1), _list(1))));
        vm.startPrank(Predeploys.INBOX);
        vm.expectRevert(abi.encodeWithSelector(INftBridge.WrongContents.selector, contents, 7));
        nftBridge.credit(3, address(unique), bob, 7, data);
        vm.expectRevert(abi.encodeWithSelector(NftContents.NotAnNftKind.selector, 2));
        nftBridge.credit(2, address(unique), bob, contents, data);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(INftBridge.NoMirror.selector, 3, address(unique)));
        nftBridge.withdraw(3, address(unique), _list(1), _list(1), bob);
    }

    function test_T10_onlyTheBridge_makesAndFillsMirrors() public {
        sorts.mint(alice, 9, 1);
        _deposit1155(_list(9), _list(1), bob);
        _relay();
        INftMirrorFactory nftFactory = INftMirrorFactory(Predeploys.NFT_MIRROR_FACTORY);
        vm.expectRevert(abi.encodeWithSelector(INftMirrorFactory.OnlyNftBridge.selector, address(this)));
        nftFactory.create(3, L1_CHAIN, address(1), "", "");
        vm.expectRevert(INftMirrorFactory.NothingPending.selector);
        nftFactory.pending();
        MirrorERC1155 mirror = MirrorERC1155(nftBridge.mirrorOf(4, address(sorts)));
        vm.expectRevert(abi.encodeWithSelector(INftMirror.OnlyNftBridge.selector, address(this)));
        mirror.mint(bob, _list(9), _list(1), new string[](1));
        vm.assertEq(mirror.uri(9), sorts.uri(9));
    }

    function test_nativeVault_tellsWhatItHas() public view {
        vm.assertEq(nativeVault.initialReserve(), RESERVE);
        vm.assertEq(nativeVault.withdrawn(), 0);
    }

    function test_T27_aNameThatIsNeitherTextNorWord_isNone() public {
        OddToken token = new OddToken();
        (string memory name, string memory symbol,) =
            abi.decode(TokenMetadata.read(address(token)), (string, string, uint8));
        vm.assertEq(name, "");
        vm.assertEq(symbol, "ODD");
    }
}
