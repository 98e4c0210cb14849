// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {ICollectionVault} from "../../src/interfaces/ICollectionVault.sol";
import {INftBridge} from "../../src/interfaces/INftBridge.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {NftContents} from "../../src/libraries/NftContents.sol";
import {NftMetadata} from "../../src/libraries/NftMetadata.sol";
import {CollectionFixture} from "../support/CollectionFixture.sol";
import {Collection1155, Collection721} from "../support/Nfts.sol";
import {WouldBeMirror} from "../support/Tokens.sol";

/// @title The sidechain's side of its own collections: what is locked, what is refused, what comes back
contract CollectionVaultTest is CollectionFixture {
    // ------------------------------------------------------------------------------------ withdrawals

    function test_T23_theLeafIsExactlyWhatWasLocked() public {
        bytes memory data = NftMetadata.read(3, address(unique), _list(1, 2), _list(1, 1));
        vm.expectEmit(true, true, true, true, address(collectionVault));
        emit ICollectionVault.NftsWithdrawn(0, 7, address(unique), data);
        Leaf memory first = _withdrawNfts(alice, SINGLE, _list(1, 2), _list(1, 1), bob);
        vm.assertEq(first.dataHash, keccak256(data));
        vm.assertEq(unique.ownerOf(1), address(collectionVault));
        vm.assertEq(unique.ownerOf(2), address(collectionVault));
        vm.assertEq(_held(SINGLE, 1) + _held(SINGLE, 2), 2);
        _withdrawNfts(alice, MANY, _list(0), _list(30), bob);
        _withdrawNfts(alice, MANY, _list(0, 3), _list(20, 5), bob);
        vm.assertEq(_held(MANY, 0), 50);
        vm.assertEq(_held(MANY, 3), 5);
        vm.assertEq(sorts.balanceOf(address(collectionVault), 0), 50);
        vm.assertEq(_held(SINGLE, 0) + _held(MANY, 1), 0);
    }

    function test_T23_badTerms_revert_nothingIsTaken() public {
        vm.chainId(SIDECHAIN);
        vm.startPrank(alice);
        vm.expectRevert(IOutbox.NoRecipient.selector);
        collectionVault.withdraw721(address(unique), _list(1), address(0));
        vm.expectRevert(IOutbox.NoRecipient.selector);
        collectionVault.withdraw1155(address(sorts), _list(1), _list(1), address(0));
        vm.expectRevert(abi.encodeWithSelector(NftContents.NotRising.selector, 1));
        collectionVault.withdraw721(address(unique), _list(1, 1), bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 0, 0));
        collectionVault.withdraw721(address(unique), new uint256[](0), bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 1, 2));
        collectionVault.withdraw1155(address(sorts), _list(1), _list(1, 2), bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongAmount.selector, 2, 0));
        collectionVault.withdraw1155(address(sorts), _list(1, 2), _list(1, 0), bob);
        vm.expectRevert();
        collectionVault.withdraw1155(address(sorts), _list(1), _list(101), bob);
        vm.stopPrank();
        vm.startPrank(bob);
        vm.expectRevert();
        collectionVault.withdraw721(address(unique), _list(1), bob);
        vm.stopPrank();
        vm.assertEq(outbox.count(), 0);
        vm.assertEq(unique.ownerOf(1), alice);
        vm.assertEq(_held(SINGLE, 1) + _held(MANY, 1), 0);
    }

    /// @dev The size is checked where it is sent; sixteen with the longest texts still fit, and nothing is cut.
    function test_T32_sixteenWithLongTexts_fit_seventeenDoNot() public {
        string memory base = string(new bytes(NftMetadata.MAX_URI - 1)); // and one digit
        unique.set(Collection721.Mode.Honest, base);
        uint256[] memory ids = new uint256[](16);
        uint256[] memory ones = new uint256[](16);
        for (uint256 i = 0; i < 16; ++i) {
            (ids[i], ones[i]) = (i, 1);
            if (i > 3) unique.mint(alice, i);
        }
        Leaf memory leaf = _withdrawNfts(alice, SINGLE, ids, ones, bob);
        bytes memory data = dataOf[leaf.index];
        vm.assertLe(data.length, 7000);
        (,,,, string[] memory uris) = abi.decode(data, (string, string, uint256[], uint256[], string[]));
        vm.assertEq(bytes(uris[9]).length, NftMetadata.MAX_URI);
        vm.assertEq(bytes(uris[10]).length, 0, "one byte too long: left out whole");
        ids = new uint256[](17);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 17, 17));
        collectionVault.withdraw721(address(unique), ids, bob);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongNumber.selector, 17, 17));
        collectionVault.withdraw1155(address(sorts), ids, ids, bob);
    }

    // ------------------------------------------------------------------------------------ what is refused

    function test_T24_notACollection_revert() public {
        address[5] memory wrong = [address(0), bob, address(1), _account("delegated"), Predeploys.NFT_BRIDGE];
        vm.etch(wrong[3], abi.encodePacked(hex"ef0100", address(unique)));
        for (uint256 i = 0; i < 5; ++i) {
            bytes memory reason = abi.encodeWithSelector(ICollectionVault.NotACollection.selector, wrong[i]);
            vm.expectRevert(reason);
            collectionVault.withdraw721(wrong[i], _list(1), bob);
            vm.expectRevert(reason);
            collectionVault.withdraw1155(wrong[i], _list(1), _list(1), bob);
        }
    }

    /// @dev T09: what comes from L1 goes back by burning.
    function test_T09_mirrorsOfL1Collections_revert_pretendersMayPass() public {
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        Collection721 foreign = new Collection721();
        foreign.mint(address(this), 9);
        foreign.approve(address(nftVault), 9);
        nftVault.deposit721(address(foreign), _list(9), alice);
        _relay();
        vm.chainId(SIDECHAIN);
        address mirror = INftBridge(Predeploys.NFT_BRIDGE).mirrorOf(3, address(foreign));
        vm.startPrank(alice);
        IERC721(mirror).approve(address(collectionVault), 9);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.IsAMirror.selector, mirror, address(foreign)));
        collectionVault.withdraw721(mirror, _list(9), bob);
        vm.stopPrank();
        // Says it is a mirror, and is none: refused by itself only, because it is no collection.
        WouldBeMirror pretender = new WouldBeMirror(address(foreign));
        vm.expectRevert();
        collectionVault.withdraw721(address(pretender), _list(1), bob);
    }

    function test_T27_lyingCollections_areNotBelieved() public {
        vm.chainId(SIDECHAIN);
        unique.set(Collection721.Mode.Lie, "");
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.NotReceived.selector, address(unique), 1));
        collectionVault.withdraw721(address(unique), _list(1), bob);
        sorts.setShort(true);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.NotReceived.selector, address(sorts), 2));
        collectionVault.withdraw1155(address(sorts), _list(2), _list(5), bob);
        unique.set(Collection721.Mode.Refuse, "");
        vm.expectRevert();
        collectionVault.withdraw721(address(unique), _list(1), bob);
        vm.stopPrank();
        vm.assertEq(outbox.count(), 0);
    }

    function test_T27_aTokenSaidToComeTwice_isRefused() public {
        _withdrawNfts(alice, SINGLE, _list(1), _list(1), bob);
        unique.set(Collection721.Mode.Lie, "");
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.AlreadyHeld.selector, address(unique), 1));
        collectionVault.withdraw721(address(unique), _list(1), bob);
    }

    function test_T28_unaskedTokens_areRefused() public {
        vm.startPrank(alice);
        vm.expectRevert();
        unique.safeTransferFrom(alice, address(collectionVault), 1);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.NotPulling.selector, address(sorts)));
        sorts.safeTransferFrom(alice, address(collectionVault), 1, 1, "");
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.NotPulling.selector, address(sorts)));
        sorts.safeBatchTransferFrom(alice, address(collectionVault), _list(1), _list(1), "");
        unique.transferFrom(alice, address(collectionVault), 1); // nothing can stop this
        vm.stopPrank();
        vm.assertEq(_held(SINGLE, 1), 0, "forced tokens belong to nobody");
        IERC165 vault_ = IERC165(address(collectionVault));
        vm.assertTrue(vault_.supportsInterface(type(IERC1155Receiver).interfaceId));
        vm.assertTrue(vault_.supportsInterface(type(IERC165).interfaceId));
        vm.assertFalse(vault_.supportsInterface(0xffffffff));
    }

    /// @dev A collection that withdraws again while it is being pulled from counts nothing twice.
    function test_T29_reentry_isRefused() public {
        ReenteringCollection hostile = new ReenteringCollection(collectionVault);
        vm.expectRevert(ICollectionVault.Reentered.selector);
        collectionVault.withdraw721(address(hostile), _list(1), bob);
        vm.expectRevert(ICollectionVault.Reentered.selector);
        collectionVault.withdraw1155(address(hostile), _list(1), _list(1), bob);
        vm.assertEq(outbox.count(), 0);
    }

    // ------------------------------------------------------------------------------------ credits

    function testFuzz_T09_T10_creditsAreTheInboxsAlone_ofWhatIsHeld(address caller) public {
        vm.assume(caller != Predeploys.INBOX);
        _withdrawNfts(alice, MANY, _list(1), _list(10), bob);
        bytes memory data = NftMetadata.read(4, address(sorts), _list(1), _list(11));
        uint256 contents = uint256(keccak256(abi.encode(_list(1), _list(11))));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.OnlyInbox.selector, caller));
        collectionVault.credit(MANY, address(sorts), caller, contents, data);
        vm.startPrank(Predeploys.INBOX);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.NotHeld.selector, address(sorts), 1, 10, 11));
        collectionVault.credit(MANY, address(sorts), bob, contents, data);
        vm.expectRevert(abi.encodeWithSelector(ICollectionVault.WrongContents.selector, contents, 7));
        collectionVault.credit(MANY, address(sorts), bob, 7, data);
        vm.expectRevert(abi.encodeWithSelector(NftContents.NotAnNftKind.selector, 0));
        collectionVault.credit(4, address(sorts), bob, contents, data);
        vm.stopPrank();
        vm.assertEq(_held(MANY, 1), 10);
    }
}

/// @title Withdraws again when it is pulled from
contract ReenteringCollection {
    ICollectionVault private immutable VAULT;

    constructor(ICollectionVault vault) {
        VAULT = vault;
    }

    function transferFrom(address, address, uint256 id) external {
        uint256[] memory ids = new uint256[](1);
        ids[0] = id;
        VAULT.withdraw721(address(this), ids, msg.sender);
    }

    function safeBatchTransferFrom(address, address, uint256[] calldata ids, uint256[] calldata amounts, bytes calldata)
        external
    {
        VAULT.withdraw1155(address(this), ids, amounts, msg.sender);
    }

    function balanceOf(address, uint256) external pure returns (uint256) {
        return 0;
    }
}
