// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {ICollectionBridge} from "../../src/interfaces/ICollectionBridge.sol";
import {INftMirror} from "../../src/interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../../src/interfaces/INftMirrorFactory.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {HomeNftMirrorAddress} from "../../src/libraries/HomeNftMirrorAddress.sol";
import {NftContents} from "../../src/libraries/NftContents.sol";
import {CollectionFixture} from "../support/CollectionFixture.sol";
import {Headers} from "../support/Headers.sol";
import {NftRecipient} from "../support/Nfts.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";

/// @title L1's side of the sidechain's collections: what is minted, what is refused, whose the rights are
contract CollectionBridgeTest is CollectionFixture {
    // ------------------------------------------------------------------------------------ configuration

    function test_T02_constructor_refusesWhatTheVaultDoesNotName_andSenselessWaits() public {
        bytes memory notNamed = abi.encodeWithSelector(ICollectionBridge.BadConfiguration.selector, "vault");
        address[2] memory wrong = [address(vault), bob];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(notNamed);
            this.create(wrong[i], 1 hours);
        }
        address expected = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        anchor = _newAnchor(Headers.genesis(16, group.set, GENESIS_TIME), SIDECHAIN, EPOCH, expected, address(0), 24 hours);
        vault = _newVault(address(anchor), _openLimits(), _openLimits());
        _create("Evidence", abi.encode(anchor));
        _create("Messenger", abi.encode(vault));
        _create("MirrorBridge", abi.encode(vault, 1 hours));
        uint256[2] memory waits = [uint256(0), 7 days + 1];
        uint256 before = vm.snapshotState();
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICollectionBridge.BadConfiguration.selector, "queueSeconds"));
            this.create(address(vault), waits[i]);
            vm.revertToState(before);
        }
        this.create(address(vault), 7 days);
    }

    function create(address vault_, uint256 wait_) external {
        _create("CollectionBridge", abi.encode(vault_, wait_));
    }

    function test_knowsItsBridge() public view {
        vm.assertEq(vault.COLLECTION_BRIDGE(), address(collectionBridge));
        vm.assertEq(collectionBridge.SIDECHAIN_CHAIN_ID(), SIDECHAIN);
        vm.assertEq(collectionBridge.SIDECHAIN_ID(), anchor.SIDECHAIN_ID());
        vm.assertEq(collectionBridge.FACTORY(), vm.computeCreateAddress(address(collectionBridge), 1));
    }

    // ------------------------------------------------------------------------------------ mirrors

    function test_mirrors_copyTheCollections_standWhereBothChainsSay() public {
        _onL1(SINGLE, _list(1, 2), _list(1, 1), bob);
        _onL1(MANY, _list(3), _list(40), bob);
        IERC721Metadata single = IERC721Metadata(address(_mirror721()));
        vm.assertEq(single.name(), "Some Collection");
        vm.assertEq(single.symbol(), "SOME");
        vm.assertEq(single.tokenURI(2), "ipfs://some/2");
        vm.assertEq(single.ownerOf(1), bob);
        IERC1155MetadataURI many = IERC1155MetadataURI(address(_mirror1155()));
        vm.assertEq(many.uri(3), "ipfs://sorts/{id}");
        vm.assertEq(many.balanceOf(bob, 3), 40);
        INftMirror[2] memory mirrors = [INftMirror(address(single)), INftMirror(address(many))];
        for (uint256 i = 0; i < 2; ++i) {
            uint8 kind = uint8(7 + i);
            vm.assertEq(mirrors[i].originChain(), SIDECHAIN);
            vm.assertEq(mirrors[i].originToken(), _tokenOf(kind));
            vm.chainId(SIDECHAIN);
            address there = collectionVault.mirrorOf(address(collectionBridge), kind, _tokenOf(kind));
            vm.chainId(L1_CHAIN);
            vm.assertEq(there, address(mirrors[i]));
        }
    }

    function testFuzz_mirrorAddress_followsFromBridgeKindAndCollectionAlone(address origin, bool single) public view {
        uint8 kind = single ? SINGLE : MANY;
        bytes32 code = keccak256(vm.parseJsonBytes(
            vm.readFile(string.concat("artifacts/HomeMirrorERC", single ? "721" : "1155", ".json")), ".bytecode"
        ));
        bytes32 salt = keccak256(abi.encode(SIDECHAIN, origin));
        bytes32 hash = keccak256(abi.encodePacked(hex"ff", collectionBridge.FACTORY(), salt, code));
        address expected = address(uint160(uint256(hash)));
        vm.assertEq(collectionBridge.mirrorOf(kind, origin), expected);
        vm.assertEq(HomeNftMirrorAddress.mirrorOf(address(collectionBridge), kind, SIDECHAIN, origin), expected);
    }

    /// @dev What the leaf was written with, and nothing else, is minted.
    function test_data_isWhatTheSidechainWroteDown() public {
        Leaf memory leaf = _withdrawNfts(alice, SINGLE, _list(1), _list(1), bob);
        _submit(_checkpoint());
        _claimNfts(leaf);
        vm.warp(block.timestamp + 1 hours);
        bytes memory other = abi.encode("Some Collection", "SOME", _list(2), _list(1), new string[](1));
        vm.expectRevert(
            abi.encodeWithSelector(ICollectionBridge.WrongData.selector, keccak256(other), leaf.dataHash)
        );
        collectionBridge.release(0, leaf, other);
        collectionBridge.release(0, leaf, dataOf[0]);
        vm.assertEq(_mirror721().ownerOf(1), bob);
    }

    /// @dev A quorum that lies in one leaf about contents and data at once is not released at all.
    function test_T20_contentsAndData_mustSayTheSame() public {
        bytes memory data = abi.encode("", "", _list(1), _list(2), new string[](1));
        Leaf memory leaf = Leaf(0, MANY, SIDECHAIN, address(sorts), alice, bob, 77, 0, keccak256(data));
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_next());
        _claimNfts(leaf);
        vm.warp(block.timestamp + 1 hours);
        uint256 given = uint256(keccak256(abi.encode(_list(1), _list(2))));
        vm.expectRevert(abi.encodeWithSelector(ICollectionBridge.WrongContents.selector, given, 77));
        collectionBridge.release(0, leaf, data);
    }

    // ------------------------------------------------------------------------------------ rights

    function testFuzz_T10_rightsBelongToTheBridgeAlone(address caller) public {
        vm.assume(caller != address(collectionBridge));
        _onL1(SINGLE, _list(1), _list(1), bob);
        _onL1(MANY, _list(1), _list(1), bob);
        INftMirror[2] memory mirrors = [INftMirror(address(_mirror721())), INftMirror(address(_mirror1155()))];
        INftMirrorFactory factory_ = INftMirrorFactory(collectionBridge.FACTORY());
        bytes memory reason = abi.encodeWithSelector(INftMirror.OnlyNftBridge.selector, caller);
        vm.startPrank(caller);
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(reason);
            mirrors[i].mint(caller, _list(9), _list(1), new string[](1));
            vm.expectRevert(reason);
            mirrors[i].burn(bob, _list(1), _list(1));
            vm.expectRevert(abi.encodeWithSelector(IVault.OnlyModule.selector, caller, address(collectionBridge)));
            vault.chain(uint8(7 + i), caller, caller, address(unique), 1, 50_000, "");
        }
        vm.expectRevert(reason);
        factory_.create(3, SIDECHAIN, address(this), "", "");
        vm.stopPrank();
        vm.expectRevert(INftMirrorFactory.NothingPending.selector);
        factory_.pending();
        reason = abi.encodeWithSelector(IVault.OnlyModule.selector, collectionBridge, vault.NFT_VAULT());
        vm.prank(address(collectionBridge));
        vm.expectRevert(reason);
        vault.chain(3, caller, bob, address(unique), 1, 50_000, "");
    }

    // ------------------------------------------------------------------------------------ claims

    function test_T09_otherKindsAndOrigins_areRefused_andTheseKindsElsewhere() public {
        Leaf[5] memory wrong = [
            Leaf(0, 3, SIDECHAIN, address(unique), alice, bob, 1, 0, 0),
            Leaf(1, 7, L1_CHAIN, address(unique), alice, bob, 1, 0, 0),
            Leaf(2, 7, SIDECHAIN, address(0), alice, bob, 1, 0, 0),
            Leaf(3, 8, SIDECHAIN, address(sorts), alice, bob, 2, 1, 0),
            Leaf(4, 9, SIDECHAIN, address(sorts), alice, bob, 1, 0, 0)
        ];
        for (uint256 i = 0; i < 5; ++i) {
            leafHashes.push(_slowLeafHash(wrong[i]));
        }
        Leaf memory right = Leaf(5, 7, SIDECHAIN, address(unique), alice, bob, 1, 0, 0);
        leafHashes.push(_slowLeafHash(right));
        _submit(_next());
        for (uint256 i = 0; i < 5; ++i) {
            Leaf memory l = wrong[i];
            _claimNftsRefused(l, _unsupported(l));
        }
        _claimRefused(right, abi.encodeWithSelector(IVault.UnsupportedAsset.selector, 7, SIDECHAIN, address(unique)));
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 5, 32);
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        bytes32 root = _root();
        vm.expectRevert(_unsupported(right));
        nftVault.claim(root, right, mask, siblings);
        vm.expectRevert(_unsupported(right));
        mirrorBridge.claim(root, right, mask, siblings);
    }

    function _unsupported(Leaf memory leaf) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IQueuedClaims.UnsupportedAsset.selector, leaf.kind, leaf.originChain, leaf.token);
    }

    function test_everyClaimWaits_isMintedOnce() public {
        Leaf memory leaf = _withdrawNfts(alice, MANY, _list(1, 2), _list(5, 6), bob);
        _submit(_checkpoint());
        _claimNfts(leaf);
        _claimNftsRefused(leaf, abi.encodeWithSelector(IQueuedClaims.AlreadyClaimed.selector, 0));
        uint40 releaseAt = uint40(block.timestamp + 1 hours);
        vm.warp(releaseAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotReleasable.selector, 0, releaseAt));
        collectionBridge.release(0, leaf, dataOf[0]);
        vm.warp(releaseAt);
        collectionBridge.release(0, leaf, dataOf[0]);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotQueued.selector, 0));
        collectionBridge.release(0, leaf, dataOf[0]);
        vm.assertEq(_mirror1155().balanceOf(bob, 2), 6);
    }

    /// @dev A recipient that refuses, burns gas or calls back is not called at all.
    function test_T29_noRecipientIsAsked() public {
        NftRecipient bad = new NftRecipient();
        bad.set(NftRecipient.Mode.Refuse, NftVault(vault.NFT_VAULT()));
        _onL1(MANY, _list(1), _list(5), address(bad));
        _onL1(SINGLE, _list(1), _list(1), address(bad));
        vm.assertEq(_mirror1155().balanceOf(address(bad), 1), 5);
        vm.assertEq(_mirror721().ownerOf(1), address(bad));
    }

    function testFuzz_T11_alteredLeaf_reverts(uint256 field, uint256 bit) public {
        _withdrawNfts(alice, MANY, _list(1), _list(5), bob);
        Leaf memory leaf = _withdrawNfts(alice, SINGLE, _list(1, 2), _list(1, 1), bob);
        _withdrawNfts(alice, MANY, _list(2), _list(5), alice);
        _submit(_checkpoint());
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 1, 32);
        uint256[9] memory widths = [uint256(64), 8, 256, 160, 160, 160, 256, 256, 256];
        (field, bit) = (field % 9, bit % widths[field % 9]);
        assembly ("memory-safe") {
            let place := add(leaf, mul(field, 32))
            mstore(place, xor(mload(place), shl(bit, 1)))
        }
        bytes32 root = _root();
        vm.expectRevert();
        collectionBridge.claim(root, leaf, mask, siblings);
    }

    /// @dev Nor does another byte of the data or of the proof help.
    function testFuzz_T11_alteredDataOrProof_reverts(uint256 position, uint256 bit) public {
        _withdrawNfts(alice, MANY, _list(1), _list(5), bob);
        Leaf memory leaf = _withdrawNfts(alice, SINGLE, _list(1, 2), _list(1, 1), bob);
        _submit(_checkpoint());
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 1, 32);
        bytes32 root = _root();
        siblings[position % siblings.length] ^= bytes32(1 << (bit % 256));
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.InvalidProof.selector, 1, root));
        collectionBridge.claim(root, leaf, mask, siblings);
        _claimNfts(leaf);
        vm.warp(block.timestamp + 1 hours);
        bytes memory data = dataOf[1];
        data[position % data.length] ^= bytes1(uint8(1 << (bit % 8)));
        vm.expectRevert(
            abi.encodeWithSelector(ICollectionBridge.WrongData.selector, keccak256(data), leaf.dataHash)
        );
        collectionBridge.release(1, leaf, data);
    }

    function test_T06_T14_unknownRoot_indexBeyondCount_revert() public {
        Leaf memory leaf = _withdrawNfts(alice, SINGLE, _list(1), _list(1), bob);
        bytes32 unknown = _root();
        _claimNftsRefused(leaf, abi.encodeWithSelector(IQueuedClaims.UnknownRoot.selector, unknown));
        _submit(_checkpoint());
        leaf.index = 1;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.IndexOutOfRange.selector, 1, 1));
        collectionBridge.claim(unknown, leaf, 0, new bytes32[](0));
    }

    // ------------------------------------------------------------------------------------ deposits

    function test_deposit_burnsExactlyWhatItChains() public {
        _onL1(MANY, _list(1, 2), _list(50, 60), bob);
        string[] memory uris = new string[](2);
        (uris[0], uris[1]) = ("ipfs://sorts/{id}", "ipfs://sorts/{id}");
        // ERC-1155 has no name.
        bytes memory data = abi.encode("Unnamed collection", "UNNAMED", _list(1, 2), _list(20, 60), uris);
        uint256 contents = uint256(keccak256(abi.encode(_list(1, 2), _list(20, 60))));
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Deposited(0, 8, bob, alice, address(sorts), contents, 50_000, data);
        _depositHome(bob, MANY, _list(1, 2), _list(20, 60), alice);
        vm.assertEq(_mirror1155().balanceOf(bob, 1), 30);
        vm.assertEq(_mirror1155().balanceOf(bob, 2), 0);
    }

    function test_deposit_refusals() public {
        _onL1(SINGLE, _list(1), _list(1), bob);
        _onL1(MANY, _list(1), _list(5), bob);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721IncorrectOwner.selector, alice, 1, bob));
        collectionBridge.deposit(7, address(unique), _list(1), _list(1), alice);
        vm.expectRevert();
        collectionBridge.deposit(8, address(sorts), _list(1), _list(1), alice);
        vm.stopPrank();
        vm.startPrank(bob);
        vm.expectRevert();
        collectionBridge.deposit(8, address(sorts), _list(1), _list(6), alice);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 2));
        collectionBridge.deposit(7, address(unique), _list(2), _list(1), alice);
        vm.expectRevert(abi.encodeWithSelector(NftContents.WrongAmount.selector, 1, 2));
        collectionBridge.deposit(7, address(unique), _list(1), _list(2), alice);
        vm.expectRevert(abi.encodeWithSelector(NftContents.NotAnNftKind.selector, 0));
        collectionBridge.deposit(3, address(unique), _list(1), _list(1), alice);
        vm.expectRevert(abi.encodeWithSelector(ICollectionBridge.NoMirror.selector, 8, address(unique)));
        collectionBridge.deposit(8, address(unique), _list(1), _list(1), alice);
        vm.expectRevert(IVault.NoRecipient.selector);
        collectionBridge.deposit(7, address(unique), _list(1), _list(1), address(0));
        vm.stopPrank();
        vm.assertEq(vault.depositCount(), 0);
        vm.assertEq(_mirror721().ownerOf(1), bob);
    }
}
