// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {ICollectionVault} from "../../src/interfaces/ICollectionVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {NftMetadata} from "../../src/libraries/NftMetadata.sol";
import {EscapeFixture} from "./EscapeFixture.sol";
import {Collection1155, Collection721} from "./Nfts.sol";
import {ReferenceTree} from "./ReferenceTree.sol";

/// @title Two collections of the sidechain and their steps over the bridge
abstract contract CollectionFixture is EscapeFixture {
    uint8 internal constant SINGLE = 7;
    uint8 internal constant MANY = 8;

    ICollectionVault internal collectionVault = ICollectionVault(Predeploys.COLLECTION_VAULT);
    Collection721 internal unique;
    Collection1155 internal sorts;
    address internal alice;
    address internal bob;
    /// @dev What the leaf of an index was written with.
    mapping(uint256 index => bytes) internal dataOf;

    function setUp() public virtual override {
        super.setUp();
        (unique, sorts) = (new Collection721(), new Collection1155());
        (alice, bob) = (_account("alice"), _account("bob"));
        for (uint256 id = 0; id < 4; ++id) {
            unique.mint(alice, id);
            sorts.mint(alice, id, 100);
        }
        vm.startPrank(alice);
        unique.setApprovalForAll(address(collectionVault), true);
        sorts.setApprovalForAll(address(collectionVault), true);
        vm.stopPrank();
        vm.recordLogs();
    }

    function _list(uint256 a) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = a;
    }

    function _list(uint256 a, uint256 b) internal pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (a, b);
    }

    function _tokenOf(uint8 kind) internal view returns (address) {
        return kind == SINGLE ? address(unique) : address(sorts);
    }

    /// @dev Withdraws on the sidechain; no checkpoint yet.
    function _withdrawNfts(address holder, uint8 kind, uint256[] memory ids, uint256[] memory amounts, address to)
        internal
        returns (Leaf memory leaf)
    {
        leaf = _nftLeaf(kind, holder, to, ids, amounts);
        vm.chainId(SIDECHAIN);
        vm.prank(holder);
        uint64 index = kind == SINGLE
            ? collectionVault.withdraw721(leaf.token, ids, to)
            : collectionVault.withdraw1155(leaf.token, ids, amounts, to);
        vm.chainId(L1_CHAIN);
        vm.assertEq(leaf.index, index);
        leafHashes.push(_slowLeafHash(leaf));
        vm.assertEq(outbox.root(), _root());
    }

    /// @dev A withdrawal that comes to stand next in the tree, with the collection's own texts.
    function _nftLeaf(uint8 kind, address from, address to, uint256[] memory ids, uint256[] memory amounts)
        internal
        returns (Leaf memory leaf)
    {
        bytes memory data = NftMetadata.read(kind - 4, _tokenOf(kind), ids, amounts);
        leaf = Leaf(uint64(leafHashes.length), kind, SIDECHAIN, _tokenOf(kind), from, to, 0, 0, keccak256(data));
        leaf.amount = uint256(keccak256(abi.encode(ids, amounts)));
        dataOf[leaf.index] = data;
    }

    function _claimNfts(Leaf memory leaf) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        collectionBridge.claim(_root(), leaf, mask, siblings);
    }

    function _claimNftsRefused(Leaf memory leaf, bytes memory reason) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bytes32 root = _root();
        vm.expectRevert(reason);
        collectionBridge.claim(root, leaf, mask, siblings);
    }

    /// @dev All the way to L1 from a checkpoint on.
    function _arrive(Leaf memory leaf) internal {
        _claimNfts(leaf);
        vm.warp(block.timestamp + collectionBridge.QUEUE_SECONDS());
        collectionBridge.release(leaf.index, leaf, dataOf[leaf.index]);
    }

    /// @dev From alice on the sidechain to somebody on L1.
    function _onL1(uint8 kind, uint256[] memory ids, uint256[] memory amounts, address to) internal {
        Leaf memory leaf = _withdrawNfts(alice, kind, ids, amounts, to);
        _relay();
        _submit(_checkpoint());
        _arrive(leaf);
        vm.recordLogs();
    }

    function _depositHome(address holder, uint8 kind, uint256[] memory ids, uint256[] memory amounts, address to)
        internal
    {
        vm.prank(holder);
        collectionBridge.deposit(kind, _tokenOf(kind), ids, amounts, to);
    }

    function _mirror721() internal view returns (IERC721) {
        return IERC721(collectionBridge.mirrorOf(SINGLE, address(unique)));
    }

    function _mirror1155() internal view returns (IERC1155) {
        return IERC1155(collectionBridge.mirrorOf(MANY, address(sorts)));
    }

    function _held(uint8 kind, uint256 id) internal view returns (uint256) {
        return collectionVault.held(kind, _tokenOf(kind), id);
    }
}
