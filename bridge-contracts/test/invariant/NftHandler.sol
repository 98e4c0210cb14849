// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {Collection1155, Collection721, NftRecipient} from "../support/Nfts.sol";
import {NftFixture} from "../support/NftFixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {Waiting} from "../support/Waiting.sol";

/// @title Everybody who has to do with NFTs: depositors, holders, carriers, a recipient that refuses
contract NftHandler is NftFixture {
    using Waiting for uint256[];

    error Unexpected(bytes reason);

    uint256 public constant IDS = 4;
    /// @dev Per id of the ERC-1155: what the vault took, what it handed out or owes, what was burnt on the sidechain.
    uint256[IDS] public deposited;
    uint256[IDS] public settled;
    uint256[IDS] public burnt;
    /// @dev Handed to nobody yet.
    uint256[IDS] public owedSorts;
    mapping(uint256 index => uint256) public timesSettled;
    NftRecipient public bad;

    Leaf[] private _leaves;
    mapping(uint256 index => uint256) private _ids;
    mapping(uint256 index => uint256) private _amounts;
    uint256 private _accepted;
    uint256[] private _queue;

    function setUp() public override {
        signsQuickly = true;
        super.setUp();
        bad = new NftRecipient();
    }

    function depositUnique(uint256 id) external {
        id %= IDS;
        address owner = unique.ownerOf(id);
        if (owner == address(nftVault)) return;
        vm.startPrank(owner);
        unique.approve(address(nftVault), id);
        nftVault.deposit721(address(unique), _list(id), bob);
        vm.stopPrank();
    }

    function depositSorts(uint256 id, uint256 amount, bool toBad) external {
        (id, amount) = (id % IDS, _bound(amount, 1, 1e20));
        sorts.mint(alice, id, amount);
        _deposit1155(_list(id), _list(amount), toBad ? address(bad) : bob);
        deposited[id] += amount;
    }

    function relay() external {
        _relay();
    }

    function withdraw(uint256 id, uint256 amount, bool single, bool toBad) external {
        id %= IDS;
        uint8 kind = single ? 3 : 4;
        address mirror = nftBridge.mirrorOf(kind, single ? address(unique) : address(sorts));
        if (mirror.code.length == 0) return;
        if (single) {
            (bool ok, bytes memory answer) = mirror.call(abi.encodeCall(IERC721.ownerOf, (id)));
            if (!ok || abi.decode(answer, (address)) != bob) return;
            amount = 1;
        } else {
            uint256 balance = IERC1155(mirror).balanceOf(bob, id);
            if (balance == 0) return;
            amount = _bound(amount, 1, balance);
            burnt[id] += amount;
        }
        _note(_takeHome(bob, kind, _list(id), _list(amount), toBad ? address(bad) : alice), id, amount);
        _accepted = _leaves.length;
    }

    function claim(uint256 seed) external {
        if (_accepted == 0) return;
        Leaf memory leaf = _leaves[seed % _accepted];
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bool before = nftVault.isClaimed(leaf.index);
        try nftVault.claim(_rootOnce(), leaf, mask, siblings) {
            if (before) revert Unexpected("claimed twice");
            _queue.push(leaf.index);
        } catch (bytes memory reason) {
            if (bytes4(reason) != IQueuedClaims.AlreadyClaimed.selector || !before) revert Unexpected(reason);
        }
    }

    function release(uint256 seed) external {
        if (_accepted == 0) return;
        uint256 any = seed % _accepted;
        Leaf memory leaf = _leaves[seed % 4 == 0 ? any : _queue.pick(seed, any)];
        (, uint40 releaseAt,) = nftVault.queued(leaf.index);
        (uint256 id, uint256 amount) = (_ids[leaf.index], _amounts[leaf.index]);
        uint256 owedBefore = _owedTo(leaf);
        try nftVault.release(leaf.index, leaf, _list(id), _list(amount)) {
            vm.assertTrue(releaseAt != 0 && releaseAt <= block.timestamp, "released early");
            vm.assertEq(++timesSettled[leaf.index], 1, "handed out twice");
            _queue.remove(leaf.index);
            if (leaf.kind != 4) return;
            settled[id] += amount;
            if (_owedTo(leaf) != owedBefore) owedSorts[id] += amount;
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            bool fine = (why == IQueuedClaims.NotQueued.selector && releaseAt == 0)
                || (why == IQueuedClaims.NotReleasable.selector && releaseAt > block.timestamp);
            if (!fine) revert Unexpected(reason);
        }
    }

    function setMode(uint256 mode) external {
        bad.set(NftRecipient.Mode(mode % 5), nftVault);
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, 2 hours));
    }

    // ---------------------------------------------------------------------------------------------- views

    function collections() external view returns (Collection721, Collection1155, NftVault) {
        return (unique, sorts, nftVault);
    }

    function leaves() external view returns (uint256) {
        return _accepted;
    }

    /// @dev Owner of a mirror of a single token; zero if none exists.
    function mirrorOwner(uint256 id) external view returns (address owner) {
        address mirror = nftBridge.mirrorOf(3, address(unique));
        (bool ok, bytes memory answer) = mirror.staticcall(abi.encodeCall(IERC721.ownerOf, (id)));
        if (ok && answer.length == 32) owner = abi.decode(answer, (address));
    }

    function mirrorSupply(uint256 id) external view returns (uint256) {
        address mirror = nftBridge.mirrorOf(4, address(sorts));
        if (mirror.code.length == 0) return 0;
        return IERC1155(mirror).balanceOf(bob, id) + IERC1155(mirror).balanceOf(address(bad), id);
    }

    function _owedTo(Leaf memory leaf) private view returns (uint256) {
        uint256[] memory ids = _list(_ids[leaf.index]);
        uint256[] memory amounts = _list(_amounts[leaf.index]);
        return nftVault.owed(leaf.to, leaf.kind, leaf.token, ids, amounts);
    }

    function _note(Leaf memory leaf, uint256 id, uint256 amount) private {
        (_ids[leaf.index], _amounts[leaf.index]) = (id, amount);
        _leaves.push(leaf);
    }
}
