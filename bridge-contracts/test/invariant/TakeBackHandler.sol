// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {Accused, IEvidence} from "../../src/interfaces/IEvidence.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Headers} from "../support/Headers.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {SealedFixture} from "../support/SealedFixture.sol";
import {Waiting} from "../support/Waiting.sol";

/// @title Signers that tell the truth and signers that lie, and somebody who shows which is which
/// @dev Each checkpoint covers one block. A false one names a state that its block's header does not have.
contract TakeBackHandler is SealedFixture {
    using Waiting for uint256[];

    uint256 public constant HELD = 10_000 ether;

    mapping(string outcome => uint256) public outcomes;
    mapping(uint256 index => uint256) public timesPaid;
    uint256 public paid;
    uint256 public highestIndex;
    bool public dead;

    /// @dev What L1 must hold to be accepted now, and what each says of the tree.
    Checkpoint[] private _chain;
    bytes[] private _raws;
    bool[] private _isFalse;
    bytes32[] private _roots;

    Leaf[] private _leaves;
    mapping(bytes32 root => uint256) private _timesAccepted;
    uint256[] private _queue;
    mapping(uint256 index => bool) private _wasClaimed;
    mapping(uint256 index => Leaf) private _queuedLeaf;
    mapping(uint256 checkpoint => bool) private _isVoid;

    error Unexpected(bytes reason);

    function setUp() public override {
        super.setUp();
        signsQuickly = true;
        _deploy(4, 16, _defaultLimits(), 0);
        vm.deal(address(this), HELD);
        vault.depositETH{value: HELD}(address(1), 50_000, "");
    }

    // ---------------------------------------------------------------------------------------------- signers

    function withdraw(uint256 amount) external {
        _leaves.push(_withdraw(1, address(0), _account("user"), _bound(amount, 1, 30 ether), 0));
    }

    function submit() external {
        _accept(_nextBlock(), false);
    }

    function lie(uint256 amount) external {
        _leaves.push(_withdraw(1, address(0), _account("thief"), _bound(amount, 1, HELD), 0));
        Checkpoint memory c = _nextBlock();
        c.stateRoot = keccak256(abi.encode("never", amount));
        _accept(c, true);
    }

    // ---------------------------------------------------------------------------------------------- everybody

    /// @dev Whatever is accused: what is false falls with all after it, what is true stands.
    function challenge(uint256 seed) external {
        if (_chain.length == 0) return;
        uint256 place = seed % _chain.length;
        Accused memory a;
        if (place != 0) a.good = _chain[place - 1];
        a.chain = new Checkpoint[](_chain.length - place);
        for (uint256 i = place; i < _chain.length; ++i) {
            a.chain[i - place] = _chain[i];
        }
        a.set = group.set;
        try evidence.challengeHeader(a, _raws[place]) {
            if (dead || !_isFalse[place]) revert Unexpected("a true one fell");
            _fall(place);
            ++outcomes["fell"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IEvidence.NoEvidence.selector && !_isFalse[place]) ++outcomes["stood"];
            else if (why == IAnchor.Dead.selector && dead) ++outcomes["dead"];
            else revert Unexpected(reason);
        }
    }

    function claim(uint256 seed) external {
        uint256 count = accepted();
        if (count == 0) return;
        Leaf memory leaf = _leaves[seed % count];
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(_firstLeaves(count), leaf.index, 32);
        uint256 before = address(vault).balance;
        try vault.claim(_chain[_chain.length - 1].withdrawalRoot, leaf, mask, siblings) {
            if (_wasClaimed[leaf.index]) revert Unexpected("claimed twice");
            _wasClaimed[leaf.index] = true;
            (, uint40 releaseAt,) = vault.queued(leaf.index);
            if (releaseAt == 0) return _pays(leaf, before, "instant");
            _queuedLeaf[leaf.index] = leaf;
            _queue.push(leaf.index);
            ++outcomes["queued"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IVault.AlreadyClaimed.selector && _wasClaimed[leaf.index]) ++outcomes["again"];
            else if (why == IVault.InsufficientLocked.selector) ++outcomes["uncovered"];
            else revert Unexpected(reason);
        }
    }

    /// @dev Of a root that was taken back, or was never accepted.
    function claimTakenBack(uint256 seed) external {
        if (_roots.length == 0 || _leaves.length == 0) return;
        bytes32 root = _roots[seed % _roots.length];
        if (isAccepted(root)) return;
        vm.expectRevert(abi.encodeWithSelector(IVault.UnknownRoot.selector, root));
        vault.claim(root, _leaves[0], 0, new bytes32[](0));
        ++outcomes["unknown"];
    }

    function release(uint256 index) external {
        index = _queue.pick(index, index % 64);
        (, uint40 releaseAt, uint48 checkpoint) = vault.queued(index);
        Leaf memory leaf = _queuedLeaf[index];
        uint256 before = address(vault).balance;
        try vault.release(index, leaf) {
            vm.assertTrue(releaseAt != 0 && releaseAt <= block.timestamp, "released early");
            _queue.remove(index);
            if (!_isVoid[checkpoint]) return _pays(leaf, before, "released");
            vm.assertEq(before, address(vault).balance, "a void claim was paid");
            _wasClaimed[index] = false;
            ++outcomes["forgotten"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IVault.NotQueued.selector && releaseAt == 0) ++outcomes["notQueued"];
            else if (why == IVault.NotReleasable.selector && releaseAt > block.timestamp) ++outcomes["tooEarly"];
            else if (why == IVault.InsufficientLocked.selector) ++outcomes["uncovered"];
            else revert Unexpected(reason);
        }
    }

    function forget(uint256 index) external {
        index = _queue.pick(index, index % 64);
        (, uint40 releaseAt, uint48 checkpoint) = vault.queued(index);
        try vault.forget(index) {
            vm.assertTrue(releaseAt != 0 && _isVoid[checkpoint], "a good claim was forgotten");
            _queue.remove(index);
            _wasClaimed[index] = false;
            ++outcomes["forgotten"];
        } catch (bytes memory reason) {
            if (bytes4(reason) != IVault.NotVoided.selector || _isVoid[checkpoint]) revert Unexpected(reason);
            ++outcomes["kept"];
        }
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, 1 days));
    }

    function die(uint256 seed) external {
        if (seed % 64 != 0 || dead || _chain.length == 0) return;
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(_chain[_chain.length - 1]);
        dead = true;
        ++outcomes["died"];
    }

    // ---------------------------------------------------------------------------------------------- views

    function bridge() external view returns (IAnchor, IVault) {
        return (anchor, vault);
    }

    /// @dev The newest checkpoint that L1 must hold; all zero if there is none.
    function top() external view returns (Checkpoint memory c) {
        if (_chain.length != 0) c = _chain[_chain.length - 1];
    }

    /// @dev Leaves under the newest accepted root.
    function accepted() public view returns (uint256) {
        return _chain.length == 0 ? 0 : _chain[_chain.length - 1].withdrawalCount;
    }

    /// @dev All roots ever accepted from a place on, and which of them a checkpoint that stands carries.
    function seenRoots(uint256 from) external view returns (bytes32[] memory roots, bool[] memory stand) {
        if (_roots.length < from) return (roots, stand);
        roots = new bytes32[](_roots.length - from);
        stand = new bool[](roots.length);
        for (uint256 i = 0; i < roots.length; ++i) {
            roots[i] = _roots[from + i];
            stand[i] = isAccepted(roots[i]);
        }
    }

    function accepts() external view returns (uint256) {
        return _roots.length;
    }

    /// @dev Whether a checkpoint that stands carries this root; that of no leaves is none.
    function isAccepted(bytes32 root) public view returns (bool) {
        return _timesAccepted[root] != 0;
    }

    /// @dev Whether anything but what the handler knows of waits in the queue, is claimed or was paid twice.
    function compareQueue() external view {
        uint256 waiting = 0;
        for (uint256 i = 0; i < 64; ++i) {
            (, uint40 releaseAt,) = vault.queued(i);
            if (releaseAt != 0) ++waiting;
            vm.assertEq(vault.isClaimed(i), _wasClaimed[i]);
            vm.assertLe(timesPaid[i], 1);
        }
        vm.assertEq(waiting, _queue.length);
    }

    // ---------------------------------------------------------------------------------------------- internals

    function _nextBlock() private returns (Checkpoint memory c) {
        c = _nextOver(_rootOnce());
        c.lastBlock = c.firstBlock;
        c.stateRoot = keccak256("state");
        c.blocksRoot = keccak256("not shown");
    }

    function _accept(Checkpoint memory c, bool isFalse) private {
        uint256 height = _chain.length;
        Headers.Header memory h =
            _header(c.lastBlock, height == 0 ? anchor.GENESIS_HASH() : keccak256(_raws[height - 1]));
        h.timestamp = c.lastTimestamp;
        bytes memory raw = Headers.sealedQuickly(h, group.keys[c.index % group.keys.length]);
        c.lastBlockHash = keccak256(raw);
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), _quorum());
        try anchor.submit(c, group.set, _quorum(), sigs, "") {
            if (dead) revert Unexpected("accepted after death");
        } catch (bytes memory reason) {
            if (bytes4(reason) != IAnchor.Dead.selector || !dead) revert Unexpected(reason);
            ++outcomes["dead"];
            if (isFalse) _cut(_leaves.length - 1);
            return;
        }
        if (c.index <= highestIndex) revert Unexpected("an index came back");
        highestIndex = c.index;
        _chain.push(c);
        _raws.push(raw);
        _isFalse.push(isFalse);
        _roots.push(c.withdrawalRoot);
        if (c.withdrawalCount != 0) ++_timesAccepted[c.withdrawalRoot];
        ++outcomes[isFalse ? "lie" : "submit"];
    }

    function _fall(uint256 place) private {
        (uint64 head,,,) = anchor.head();
        for (uint256 i = _chain[place].index; i < head; ++i) {
            _isVoid[i] = true;
        }
        highestIndex = head;
        while (_chain.length > place) {
            Checkpoint storage c = _chain[_chain.length - 1];
            if (c.withdrawalCount != 0) --_timesAccepted[c.withdrawalRoot];
            _chain.pop();
            _raws.pop();
            _isFalse.pop();
        }
        _cut(accepted());
    }

    /// @dev The sidechain as it truly is knows nothing of what came after.
    function _cut(uint256 count) private {
        rootedLeaves = 0;
        while (_leaves.length > count) {
            _leaves.pop();
            leafHashes.pop();
        }
    }

    function _pays(Leaf memory leaf, uint256 before, string memory outcome) private {
        vm.assertEq(before - address(vault).balance, leaf.amount);
        paid += leaf.amount;
        vm.assertEq(++timesPaid[leaf.index], 1, "paid twice");
        ++outcomes[outcome];
    }
}
