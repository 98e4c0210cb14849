// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {INftBridge} from "../../src/interfaces/INftBridge.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {EscapeFixture} from "./EscapeFixture.sol";
import {Collection1155, Collection721} from "./Nfts.sol";
import {ReferenceTree} from "./ReferenceTree.sol";

/// @title Two collections on L1 and steps over the bridge with them
abstract contract NftFixture is EscapeFixture {
    NftVault internal nftVault;
    INftBridge internal nftBridge = INftBridge(Predeploys.NFT_BRIDGE);
    Collection721 internal unique;
    Collection1155 internal sorts;
    address internal alice;
    address internal bob;

    function setUp() public virtual override {
        super.setUp();
        nftVault = NftVault(vault.NFT_VAULT());
        (unique, sorts) = (new Collection721(), new Collection1155());
        (alice, bob) = (_account("alice"), _account("bob"));
        for (uint256 id = 0; id < 4; ++id) {
            unique.mint(alice, id);
            sorts.mint(alice, id, 100);
        }
        vm.startPrank(alice);
        unique.setApprovalForAll(address(nftVault), true);
        sorts.setApprovalForAll(address(nftVault), true);
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

    function _deposit721(uint256[] memory ids, address to) internal {
        vm.prank(alice);
        nftVault.deposit721(address(unique), ids, to);
    }

    function _deposit1155(uint256[] memory ids, uint256[] memory amounts, address to) internal {
        vm.prank(alice);
        nftVault.deposit1155(address(sorts), ids, amounts, to);
    }

    /// @dev Withdraws on the sidechain and signs a checkpoint over it.
    function _takeHome(address holder, uint8 kind, uint256[] memory ids, uint256[] memory amounts, address to)
        internal
        returns (Leaf memory leaf)
    {
        leaf = _leafOf(kind, ids, amounts);
        (leaf.from, leaf.to) = (holder, to);
        vm.chainId(SIDECHAIN);
        vm.prank(holder);
        leaf.index = nftBridge.withdraw(kind, leaf.token, ids, amounts, to);
        vm.chainId(L1_CHAIN);
        leafHashes.push(_slowLeafHash(leaf));
        vm.assertEq(outbox.root(), _rootOnce());
        _submit(_checkpoint());
    }

    /// @dev A quorum that lies.
    function _forge(uint8 kind, uint256[] memory ids, uint256[] memory amounts, address to)
        internal
        returns (Leaf memory leaf)
    {
        leaf = _leafOf(kind, ids, amounts);
        (leaf.index, leaf.from, leaf.to) = (uint64(leafHashes.length), to, to);
        leafHashes.push(_slowLeafHash(leaf));
    }

    function _leafOf(uint8 kind, uint256[] memory ids, uint256[] memory amounts)
        private
        view
        returns (Leaf memory leaf)
    {
        (leaf.kind, leaf.originChain) = (kind, L1_CHAIN);
        leaf.token = kind == 3 ? address(unique) : address(sorts);
        leaf.amount = uint256(keccak256(abi.encode(ids, amounts)));
    }

    function _claimNft(Leaf memory leaf) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        nftVault.claim(_root(), leaf, mask, siblings);
    }

    function _claimNftRefused(Leaf memory leaf, bytes memory reason) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bytes32 root = _root();
        vm.expectRevert(reason);
        nftVault.claim(root, leaf, mask, siblings);
    }
}
