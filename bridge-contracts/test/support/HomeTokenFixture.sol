// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IHomeMirror} from "../../src/interfaces/IHomeMirror.sol";
import {ITokenVault} from "../../src/interfaces/ITokenVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {TokenMetadata} from "../../src/libraries/TokenMetadata.sol";
import {EscapeFixture} from "./EscapeFixture.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {PlainToken} from "./Tokens.sol";

/// @title A token of the sidechain and its steps over the bridge
abstract contract HomeTokenFixture is EscapeFixture {
    ITokenVault internal tokenVault = ITokenVault(Predeploys.TOKEN_VAULT);
    PlainToken internal token;
    address internal alice;
    address internal bob;

    function setUp() public virtual override {
        super.setUp();
        (alice, bob) = (_account("alice"), _account("bob"));
        token = new PlainToken("Home Token", "HOME", 6);
        _fund(token);
        vm.recordLogs();
    }

    /// @dev Gives alice some of a token and lets the vault take it.
    function _fund(PlainToken asset) internal {
        asset.mint(alice, 1e12);
        vm.prank(alice);
        asset.approve(address(tokenVault), type(uint256).max);
    }

    /// @dev Withdraws on the sidechain; no checkpoint yet.
    function _withdrawHome(address asset, uint256 amount, address to, uint256 fee) internal returns (Leaf memory leaf) {
        uint256 before = tokenVault.locked(asset);
        vm.chainId(SIDECHAIN);
        vm.prank(alice);
        uint64 index = tokenVault.withdraw(asset, amount, to, fee);
        vm.chainId(L1_CHAIN);
        leaf = _homeLeaf(asset, alice, to, tokenVault.locked(asset) - before, fee);
        vm.assertEq(leaf.index, index);
        leafHashes.push(_slowLeafHash(leaf));
        vm.assertEq(outbox.root(), _rootOnce());
    }

    /// @dev The same and a checkpoint over it.
    function _takeAway(address asset, uint256 amount, address to, uint256 fee) internal returns (Leaf memory leaf) {
        leaf = _withdrawHome(asset, amount, to, fee);
        _submit(_checkpoint());
    }

    /// @dev A withdrawal that comes to stand next in the tree.
    function _homeLeaf(address asset, address from, address to, uint256 amount, uint256 fee)
        internal
        view
        returns (Leaf memory)
    {
        bytes32 hash = tokenVault.descriptionHash(asset);
        return Leaf(uint64(leafHashes.length), 6, SIDECHAIN, asset, from, to, amount, fee, hash);
    }

    function _claimHome(Leaf memory leaf) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        mirrorBridge.claim(_root(), leaf, mask, siblings);
    }

    function _claimHomeRefused(Leaf memory leaf, bytes memory reason) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bytes32 root = _root();
        vm.expectRevert(reason);
        mirrorBridge.claim(root, leaf, mask, siblings);
    }

    function _release(Leaf memory leaf) internal {
        mirrorBridge.release(leaf.index, leaf, _metadata(leaf.token));
    }

    /// @dev All the way to L1.
    function _arrive(Leaf memory leaf) internal {
        _claimHome(leaf);
        vm.warp(block.timestamp + mirrorBridge.QUEUE_SECONDS());
        _release(leaf);
    }

    function _depositHome(address holder, address asset, uint256 amount, address to) internal {
        vm.prank(holder);
        mirrorBridge.deposit(asset, amount, to);
    }

    function _mirror(address asset) internal view returns (IHomeMirror) {
        return IHomeMirror(mirrorBridge.mirrorOf(asset));
    }

    function _metadata(address asset) internal view returns (bytes memory) {
        return TokenMetadata.read(asset);
    }
}
