// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {ICollectionVault} from "../../src/interfaces/ICollectionVault.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";
import {CollectionFixture} from "../support/CollectionFixture.sol";
import {Collection1155, Collection721, NftRecipient} from "../support/Nfts.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";

/// @title Everybody who has to do with NFTs of the sidechain: holders on both chains, carriers, a recipient that refuses
contract CollectionHandler is CollectionFixture {
    error Unexpected(bytes reason);

    uint256 public constant IDS = 4;
    /// @dev Per kind and id: in leaves not released, in deposits not credited.
    mapping(uint8 kind => mapping(uint256 id => uint256)) public unclaimed;
    mapping(uint8 kind => mapping(uint256 id => uint256)) public uncredited;
    mapping(uint256 index => uint256) public timesReleased;
    /// @dev How often each step did something, so that nobody believes a run in which nothing happened.
    uint256 public released;
    uint256 public credited;
    uint256 public bounced;
    NftRecipient public bad;

    Leaf[] private _leaves;
    DepositData[] private _failures;
    /// @dev What travels under a contents hash.
    mapping(uint256 contents => uint256[]) private _ids;
    mapping(uint256 contents => uint256[]) private _amounts;

    function setUp() public override {
        super.setUp();
        bad = new NftRecipient();
    }

    /// @dev Half of them go all the way at once, so that there is something on L1 to do the rest with. One id or two.
    function withdraw(bool single, uint256 id, uint256 amount, bool pair, bool allTheWay) external {
        (uint256[] memory ids, uint256[] memory amounts) = _pick(single, id, amount, pair);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (single ? unique.ownerOf(ids[i]) != alice : sorts.balanceOf(alice, ids[i]) < amounts[i]) return;
        }
        _note(_withdrawNfts(alice, single ? SINGLE : MANY, ids, amounts, bob));
        if (!allTheWay) return;
        Leaf memory leaf = _leaves[_leaves.length - 1];
        _claimAgain(leaf);
        vm.warp(block.timestamp + collectionBridge.QUEUE_SECONDS());
        _releaseAgain(leaf);
    }

    function claim(uint256 seed) external {
        if (_leaves.length != 0) _claimAgain(_leaves[seed % _leaves.length]);
    }

    function release(uint256 seed, bool patient) external {
        if (_leaves.length == 0) return;
        Leaf memory leaf = _leaves[seed % _leaves.length];
        if (patient) {
            _claimAgain(leaf);
            vm.warp(block.timestamp + collectionBridge.QUEUE_SECONDS());
        }
        _releaseAgain(leaf);
    }

    function deposit(bool single, uint256 id, uint256 amount, bool pair, bool toBad) external {
        (uint256[] memory ids, uint256[] memory amounts) = _pick(single, id, amount, pair);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (single ? mirrorOwner(ids[i]) != bob : mirrorSupply(ids[i]) < amounts[i]) return;
        }
        uint8 kind = single ? SINGLE : MANY;
        _depositHome(bob, kind, ids, amounts, toBad ? address(bad) : alice);
        _add(uncredited[kind], uint256(keccak256(abi.encode(ids, amounts))));
        if (toBad) _relayAll();
    }

    function relay() external {
        _relayAll();
    }

    function retry(uint256 seed) external onSidechain {
        if (_failures.length == 0) return;
        DepositData memory d = _failures[seed % _failures.length];
        try inbox.retry(d) {
            _credited(d);
            _drop(seed % _failures.length);
        } catch {
            vm.assertTrue(bad.mode() != NftRecipient.Mode.Accept, "refused without a reason");
        }
    }

    function bounce(uint256 seed) external {
        if (_failures.length == 0) return;
        DepositData memory d = _failures[seed % _failures.length];
        vm.warp(block.timestamp + 7 days);
        Leaf memory leaf = Leaf(
            uint64(leafHashes.length), d.kind, SIDECHAIN, d.token, address(inbox), d.from, d.amount, 0, keccak256(d.data)
        );
        dataOf[leaf.index] = d.data;
        vm.chainId(SIDECHAIN);
        inbox.bounce(d);
        vm.chainId(L1_CHAIN);
        leafHashes.push(_slowLeafHash(leaf));
        _subtract(uncredited[d.kind], d.amount);
        ++bounced;
        _drop(seed % _failures.length);
        _note(leaf);
    }

    /// @dev Refuses or accepts; the other modes are no different for the books.
    function setMode(bool refuse) external {
        bad.set(refuse ? NftRecipient.Mode.Refuse : NftRecipient.Mode.Accept, INftVault(address(0)));
    }

    /// @dev Back to alice, so that there is always something to withdraw.
    function giveBack(uint256 id) external {
        id %= IDS;
        vm.startPrank(address(bad));
        if (unique.ownerOf(id) == address(bad)) unique.transferFrom(address(bad), alice, id);
        uint256 balance = sorts.balanceOf(address(bad), id);
        if (balance != 0) sorts.safeTransferFrom(address(bad), alice, id, balance, "");
        vm.stopPrank();
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, 2 hours));
    }

    // ---------------------------------------------------------------------------------------------- views

    function collections() external view returns (Collection721, Collection1155, ICollectionVault) {
        return (unique, sorts, collectionVault);
    }

    function leaves() external view returns (uint256) {
        return _leaves.length;
    }

    /// @dev Owner of the mirror of a single; zero if there is none.
    function mirrorOwner(uint256 id) public view returns (address owner) {
        address mirror = address(_mirror721());
        if (mirror.code.length == 0) return owner;
        (bool ok, bytes memory answer) = mirror.staticcall(abi.encodeCall(_mirror721().ownerOf, (id)));
        if (ok) owner = abi.decode(answer, (address));
    }

    /// @dev Mirrors of a sort; bob alone holds them.
    function mirrorSupply(uint256 id) public view returns (uint256) {
        return address(_mirror1155()).code.length == 0 ? 0 : _mirror1155().balanceOf(bob, id);
    }

    // ---------------------------------------------------------------------------------------------- steps

    function _pick(bool single, uint256 id, uint256 amount, bool pair)
        private
        returns (uint256[] memory ids, uint256[] memory amounts)
    {
        id %= IDS;
        amount = single ? 1 : _bound(amount, 1, 30);
        (ids, amounts) = pair && id + 1 < IDS
            ? (_list(id, id + 1), _list(amount, single ? 1 : amount + 1))
            : (_list(id), _list(amount));
        uint256 contents = uint256(keccak256(abi.encode(ids, amounts)));
        (_ids[contents], _amounts[contents]) = (ids, amounts);
    }

    function _claimAgain(Leaf memory leaf) private {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bool before = collectionBridge.isClaimed(leaf.index);
        try collectionBridge.claim(_root(), leaf, mask, siblings) {
            if (before) revert Unexpected("claimed twice");
        } catch (bytes memory reason) {
            if (bytes4(reason) != IQueuedClaims.AlreadyClaimed.selector || !before) revert Unexpected(reason);
        }
    }

    function _releaseAgain(Leaf memory leaf) private {
        (, uint40 releaseAt,) = collectionBridge.queued(leaf.index);
        try collectionBridge.release(leaf.index, leaf, dataOf[leaf.index]) {
            vm.assertTrue(releaseAt != 0 && releaseAt <= block.timestamp, "released early");
            ++timesReleased[leaf.index];
            ++released;
            _subtract(unclaimed[leaf.kind], leaf.amount);
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            bool fine = (why == IQueuedClaims.NotQueued.selector && releaseAt == 0)
                || (why == IQueuedClaims.NotReleasable.selector && releaseAt > block.timestamp);
            if (!fine) revert Unexpected(reason);
        }
    }

    /// @dev The leaf is in the tree; a checkpoint follows, for which all deposits are brought first: it may not lag.
    function _note(Leaf memory leaf) private {
        _leaves.push(leaf);
        _add(unclaimed[leaf.kind], leaf.amount);
        _relayAll();
        _submit(_checkpoint());
    }

    function _relayAll() private {
        _collectDeposits();
        DepositData[] memory batch = pendingDeposits;
        _relay();
        for (uint256 i = 0; i < batch.length; ++i) {
            (bytes32 kept,) = inbox.failed(batch[i].nonce);
            if (kept == 0) _credited(batch[i]);
            else _failures.push(batch[i]);
        }
    }

    function _credited(DepositData memory d) private {
        _subtract(uncredited[d.kind], d.amount);
        ++credited;
    }

    function _add(mapping(uint256 id => uint256) storage books, uint256 contents) private {
        for (uint256 i = 0; i < _ids[contents].length; ++i) {
            books[_ids[contents][i]] += _amounts[contents][i];
        }
    }

    function _subtract(mapping(uint256 id => uint256) storage books, uint256 contents) private {
        for (uint256 i = 0; i < _ids[contents].length; ++i) {
            books[_ids[contents][i]] -= _amounts[contents][i];
        }
    }

    function _drop(uint256 i) private {
        _failures[i] = _failures[_failures.length - 1];
        _failures.pop();
    }
}
