// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IHomeMirror} from "../../src/interfaces/IHomeMirror.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {ITokenVault} from "../../src/interfaces/ITokenVault.sol";
import {MirrorBridge} from "../../src/l1/MirrorBridge.sol";
import {HomeTokenFixture} from "../support/HomeTokenFixture.sol";
import {ControlledToken, FeeToken, PlainToken} from "../support/Tokens.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";

/// @title Everybody who has to do with tokens of the sidechain: holders on both chains, carriers, a token that refuses for a while
contract HomeTokenHandler is HomeTokenFixture {
    error Unexpected(bytes reason);

    uint256 public constant TOKENS = 3;
    PlainToken[TOKENS] public tokens;
    /// @dev Per token: in leaves not released, in deposits not credited, forced upon the vault.
    mapping(address token => uint256) private unclaimed;
    mapping(address token => uint256) private uncredited;
    mapping(address token => uint256) private forced;
    mapping(uint256 index => uint256) public timesReleased;
    /// @dev How often each step did something, so that nobody believes a run in which nothing happened.
    uint256 public released;
    uint256 public credited;
    uint256 public bounced;

    Leaf[] private _leaves;
    DepositData[] private _failures;

    function setUp() public override {
        signsQuickly = true;
        super.setUp();
        tokens = [token, PlainToken(new FeeToken()), new ControlledToken()];
        _fund(tokens[1]);
        _fund(tokens[2]);
        vm.recordLogs();
    }

    /// @dev Half of them go all the way at once, so that there is something on L1 to do the rest with.
    function withdraw(uint256 which, uint256 amount, uint256 fee, bool allTheWay) external {
        PlainToken asset = tokens[which % TOKENS];
        uint256 balance = asset.balanceOf(alice);
        if (balance < 100) return;
        amount = _bound(amount, 100, balance);
        Leaf memory leaf = _withdrawHome(address(asset), amount, bob, _bound(fee, 0, amount / 2));
        _note(leaf);
        if (!allTheWay) return;
        _claimAgain(leaf);
        vm.warp(block.timestamp + mirrorBridge.QUEUE_SECONDS());
        _releaseAgain(leaf, false);
    }

    function claim(uint256 seed) external {
        if (_leaves.length == 0) return;
        _claimAgain(_leaves[seed % _leaves.length]);
    }

    function release(uint256 seed, bool byRecipient, bool patient) external {
        if (_leaves.length == 0) return;
        Leaf memory leaf = _leaves[seed % _leaves.length];
        if (patient) {
            _claimAgain(leaf);
            vm.warp(block.timestamp + mirrorBridge.QUEUE_SECONDS());
        }
        _releaseAgain(leaf, byRecipient);
    }

    function deposit(uint256 which, uint256 amount, bool refused) external {
        if (refused) which = 2;
        address asset = address(tokens[which % TOKENS]);
        IHomeMirror mirror = _mirror(asset);
        if (address(mirror).code.length == 0 || mirror.balanceOf(bob) == 0) return;
        amount = _bound(amount, 1, mirror.balanceOf(bob));
        _depositHome(bob, asset, amount, bob);
        uncredited[asset] += amount;
        if (!refused) return;
        ControlledToken(asset).setBlocked(bob, true);
        _relayAll();
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
        } catch (bytes memory reason) {
            if (bytes4(reason) != ControlledToken.Blocked.selector) revert Unexpected(reason);
        }
    }

    function bounce(uint256 seed) external {
        if (_failures.length == 0) return;
        DepositData memory d = _failures[seed % _failures.length];
        vm.warp(block.timestamp + 7 days);
        Leaf memory leaf = _homeLeaf(d.token, address(inbox), d.from, d.amount, 0);
        vm.chainId(SIDECHAIN);
        inbox.bounce(d);
        vm.chainId(L1_CHAIN);
        leafHashes.push(_slowLeafHash(leaf));
        uncredited[d.token] -= d.amount;
        ++bounced;
        _drop(seed % _failures.length);
        _note(leaf);
    }

    function toggleRefusal() external {
        ControlledToken controlled = ControlledToken(address(tokens[2]));
        controlled.setBlocked(bob, !controlled.blocked(bob));
    }

    /// @dev Back to alice, so that there is always something to withdraw.
    function giveBack(uint256 which) external {
        PlainToken asset = tokens[which % TOKENS];
        if (ControlledToken(address(tokens[2])).blocked(bob)) return;
        uint256 balance = asset.balanceOf(bob);
        vm.prank(bob);
        asset.transfer(alice, balance);
    }

    function force(uint256 which, uint256 amount) external {
        PlainToken asset = tokens[which % TOKENS];
        amount = _bound(amount, 1, 1e6);
        asset.mint(address(tokenVault), amount);
        forced[address(asset)] += amount;
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, 2 hours));
    }

    // ---------------------------------------------------------------------------------------------- views

    function bridges() external view returns (MirrorBridge, ITokenVault) {
        return (mirrorBridge, tokenVault);
    }

    /// @dev Of a token: in leaves not released, in deposits not credited, forced upon the vault, and what lies there now.
    function sums(address asset) external view returns (uint256, uint256, uint256, uint256) {
        return (unclaimed[asset], uncredited[asset], forced[asset], PlainToken(asset).balanceOf(address(tokenVault)));
    }

    function leaves() external view returns (uint256) {
        return _leaves.length;
    }

    // ---------------------------------------------------------------------------------------------- steps

    function _claimAgain(Leaf memory leaf) private {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bool before = mirrorBridge.isClaimed(leaf.index);
        try mirrorBridge.claim(_rootOnce(), leaf, mask, siblings) {
            if (before) revert Unexpected("claimed twice");
        } catch (bytes memory reason) {
            if (bytes4(reason) != IQueuedClaims.AlreadyClaimed.selector || !before) revert Unexpected(reason);
        }
    }

    function _releaseAgain(Leaf memory leaf, bool byRecipient) private {
        (, uint40 releaseAt,) = mirrorBridge.queued(leaf.index);
        bytes memory metadata = _metadata(leaf.token);
        if (byRecipient) vm.prank(leaf.to);
        try mirrorBridge.release(leaf.index, leaf, metadata) {
            vm.assertTrue(releaseAt != 0 && releaseAt <= block.timestamp, "released early");
            vm.assertEq(++timesReleased[leaf.index], 1, "minted twice");
            ++released;
            unclaimed[leaf.token] -= leaf.amount;
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
        unclaimed[leaf.token] += leaf.amount;
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
        uncredited[d.token] -= d.amount;
        ++credited;
    }

    function _drop(uint256 i) private {
        _failures[i] = _failures[_failures.length - 1];
        _failures.pop();
    }
}
