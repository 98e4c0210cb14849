// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Checkpoint, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IPauseBoard} from "../../src/interfaces/IPauseBoard.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {SignerGroup} from "../support/SignerGroup.sol";
import {Waiting} from "../support/Waiting.sol";

/// @title Guardians, a council and a timelock that do whatever they like, and users who want to go on
/// @dev Keeps its own account of who paused what and when, and demands that each call is served or refused exactly by that account.
contract PauseHandler is L1Fixture {
    using Waiting for uint256[];

    /// @dev What the council was granted.
    struct Grant {
        uint256 from;
        uint256 until;
    }

    uint256 public constant PARTS = 4;
    uint256 public constant GUARDIANS = 4;
    uint256 private constant HELD = 10_000 ether;

    address[GUARDIANS] public guardians;
    bool[GUARDIANS] public active;
    address public council;
    TimelockController private timelock;
    /// @dev Per part: end of its pause, L1 seconds; start of the time without a free second in it; the longest such time.
    uint256[PARTS] public until;
    uint256[PARTS] public since;
    uint256[PARTS] public longest;
    uint256[][PARTS] private _starts;
    Grant[][PARTS] private _grants;
    uint256[] private _vetoes;
    mapping(string outcome => uint256) public outcomes;

    Leaf[] private _leaves;
    uint256 private _acceptedLeaves;
    uint256[] private _queue;
    mapping(uint256 index => bool) private _wasClaimed;
    Checkpoint private _last;
    bytes private _change;
    uint256 private _changeFrom;

    error Unexpected(bytes reason);
    error Succeeded(string what);

    function setUp() public override {
        vm.chainId(L1_CHAIN);
        vm.warp(START);
        signsQuickly = true;
        guardians = [_account("one"), _account("two"), _account("three"), _account("four")];
        council = _account("council");
        address[] memory first = new address[](3);
        for (uint256 i = 0; i < 3; ++i) {
            (first[i], active[i]) = (guardians[i], true);
        }
        address[] memory proposers = new address[](1);
        proposers[0] = address(this);
        timelock = new TimelockController(14 days, proposers, proposers, address(0));
        uint64 nonce = vm.getNonce(address(this));
        address anchorAt = vm.computeCreateAddress(address(this), nonce + 1);
        address vaultAt = vm.computeCreateAddress(address(this), nonce + 2);
        pauseBoard = _create("PauseBoard", abi.encode(anchorAt, vaultAt, timelock, council, first));
        group = SignerGroup.make(3, 1);
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _deployWith(header, address(0), _defaultLimits(), _defaultLimits(), 0);
        vm.deal(address(this), HELD);
        vault.depositETH{value: HELD}(address(1), 50_000, "");
    }

    // ---------------------------------------------------------------------------------------------- those who may pause

    function guardianPauses(uint256 guardian, uint256 part) public {
        (guardian, part) = (guardian % GUARDIANS, part % PARTS);
        uint256[] storage starts = _starts[part];
        uint256 n = starts.length;
        bool cools = (n != 0 && block.timestamp < starts[n - 1] + 96 hours)
            || (n >= 3 && block.timestamp < starts[n - 3] + 30 days);
        vm.prank(guardians[guardian]);
        try board().pause(IPauseBoard.Part(part)) {
            if (!active[guardian] || cools) revert Succeeded("pause");
            starts.push(block.timestamp);
            _extend(part, block.timestamp + 48 hours);
            ++outcomes["guardianPaused"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IPauseBoard.OnlyGuardian.selector && !active[guardian]) ++outcomes["noGuardian"];
            else if (why == IPauseBoard.CoolingDown.selector && cools) ++outcomes["guardianCools"];
            else revert Unexpected(reason);
        }
    }

    function councilPauses(uint256 part, uint256 time) external {
        part %= PARTS;
        time = block.timestamp + _bound(time, 0, time % 8 == 0 ? 20 days : 14 days);
        Grant[] storage grants = _grants[part];
        bool cools = grants.length != 0 && block.timestamp < grants[grants.length - 1].until + 14 days;
        vm.prank(council);
        try board().pauseUntil(IPauseBoard.Part(part), uint40(time)) {
            if (cools || time > block.timestamp + 14 days) revert Succeeded("pauseUntil");
            grants.push(Grant(block.timestamp, time));
            _extend(part, time);
            ++outcomes["councilPaused"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IPauseBoard.PauseTooLong.selector && time > block.timestamp + 14 days) ++outcomes["tooLong"];
            else if (why == IPauseBoard.CoolingDown.selector && cools) ++outcomes["councilCools"];
            else revert Unexpected(reason);
        }
    }

    function lift(uint256 part) external {
        part %= PARTS;
        vm.prank(council);
        board().lift(IPauseBoard.Part(part));
        if (block.timestamp > until[part]) since[part] = block.timestamp;
        until[part] = block.timestamp;
        ++outcomes["lifted"];
    }

    /// @dev Through the timelock: a guardian comes or goes.
    function changeGuardians(uint256 guardian) external {
        if (_change.length == 0) {
            guardian %= GUARDIANS;
            _change = abi.encodeCall(IPauseBoard.setGuardian, (guardians[guardian], !active[guardian]));
            _changeFrom = block.timestamp + 14 days;
            timelock.schedule(pauseBoard, 0, _change, 0, bytes32(_changeFrom), 14 days);
            return;
        }
        try timelock.execute(pauseBoard, 0, _change, 0, bytes32(_changeFrom)) {
            if (block.timestamp < _changeFrom) revert Succeeded("change");
            for (uint256 i = 0; i < GUARDIANS; ++i) {
                active[i] = board().isGuardian(guardians[i]);
            }
            delete _change;
            ++outcomes["guardiansChanged"];
        } catch (bytes memory reason) {
            if (block.timestamp >= _changeFrom) revert Unexpected(reason);
        }
    }

    /// @dev Two guardians take back a checkpoint that says nothing new.
    function veto(uint256 first, uint256 second) external {
        (first, second) = (first % GUARDIANS, second % GUARDIANS);
        if (_acceptedLeaves != _leaves.length || block.timestamp < until[3]) return;
        Checkpoint[] memory chain = new Checkpoint[](1);
        chain[0] = _nextOver(_rootOnce());
        _submit(chain[0]);
        _tryVeto(first, chain);
        uint256 n = _vetoes.length;
        bool cools = n >= 2 && block.timestamp < _vetoes[n - 2] + 30 days;
        bool may = active[first] && active[second] && first != second && !cools;
        _tryVeto(second, chain);
        vm.assertEq(anchor.isVoided(chain[0].index), may);
        if (may) _vetoes.push(block.timestamp);
        else _last = chain[0];
        ++outcomes[may ? "vetoed" : cools ? "vetoCools" : "vetoFails"];
    }

    /// @dev Nobody else, and nobody past the board.
    function strangerPauses(uint256 who, uint256 part) external {
        IPauseBoard.Part p = IPauseBoard.Part(part % PARTS);
        uint40 time = uint40(block.timestamp + 1 days);
        address stranger = who % 2 == 0 ? _account("stranger") : guardians[who % GUARDIANS];
        bytes[5] memory calls = [
            abi.encodeCall(IPauseBoard.pauseUntil, (p, time)),
            abi.encodeCall(IPauseBoard.lift, (p)),
            abi.encodeCall(IPauseBoard.setGuardian, (stranger, true)),
            abi.encodeCall(IPauseBoard.setCouncil, (stranger)),
            abi.encodeCall(IPauseBoard.pause, (p))
        ];
        vm.startPrank(stranger);
        for (uint256 i = 0; i < (who % 2 == 0 ? 5 : 4); ++i) {
            (bool ok,) = pauseBoard.call(calls[i]);
            if (ok) revert Succeeded("a stranger");
        }
        (bool vault_,) = address(vault).call(abi.encodeCall(IVault.pause, (time, time, time)));
        (bool anchor_,) = address(anchor).call(abi.encodeCall(IAnchor.pause, (time)));
        vm.stopPrank();
        if (vault_ || anchor_) revert Succeeded("past the board");
    }

    // ---------------------------------------------------------------------------------------------- those who want to go on

    function deposit() public {
        vm.deal(address(this), 1 ether);
        try vault.depositETH{value: 1 ether}(address(1), 50_000, "") {
            if (block.timestamp < until[0]) revert Succeeded("deposit");
            ++outcomes["deposited"];
        } catch (bytes memory reason) {
            _paused(reason, IVault.Paused.selector, 0);
        }
    }

    function withdraw(uint256 amount) external {
        if (_leaves.length == 40) return;
        amount = _bound(amount, 1, amount % 2 == 0 ? 1 ether : 200 ether);
        _leaves.push(_withdraw(1, address(0), _account("user"), amount, 0));
    }

    function checkpoint() public {
        Checkpoint memory c = _nextOver(_rootOnce());
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), _quorum());
        try anchor.submit(c, group.set, _quorum(), sigs, "") {
            if (block.timestamp < until[3]) revert Succeeded("checkpoint");
            (_last, _acceptedLeaves) = (c, _leaves.length);
            ++outcomes["accepted"];
        } catch (bytes memory reason) {
            _paused(reason, IAnchor.Paused.selector, 3);
        }
    }

    /// @dev Never refused, whatever is paused; at most it waits.
    function claim(uint256 seed) external {
        for (uint256 i = 0; i < _acceptedLeaves; ++i) {
            uint256 index = (seed % _acceptedLeaves + i) % _acceptedLeaves;
            if (_wasClaimed[index]) continue;
            _claimAccepted(_leaves[index]);
            _wasClaimed[index] = true;
            (, uint40 releaseAt,) = vault.queued(index);
            if (releaseAt != 0) _queue.push(index);
            if (releaseAt == 0 && block.timestamp < until[1]) revert Succeeded("an instant payment");
            vm.assertLe(releaseAt, block.timestamp + 1 days, "waits longer than a large one");
            ++outcomes[releaseAt == 0 ? "instant" : block.timestamp < until[1] ? "heldBack" : "queued"];
            return;
        }
    }

    function release(uint256 seed) external {
        uint256 index = _queue.pick(seed, 0);
        (, uint40 releaseAt,) = vault.queued(index);
        if (releaseAt == 0) return;
        if (seed % 8 == 0 && block.timestamp < uint256(releaseAt) + 14 days) {
            vm.warp(uint256(releaseAt) + 14 days);
            guardianPauses(seed >> 3, 2);
        }
        bool overdue = block.timestamp >= uint256(releaseAt) + 14 days;
        bool may = block.timestamp >= releaseAt && (block.timestamp >= until[2] || overdue);
        try vault.release(index, _leaves[index]) {
            if (!may) revert Succeeded("release");
            _queue.remove(index);
            ++outcomes[block.timestamp < until[2] ? "overdue" : "released"];
        } catch (bytes memory reason) {
            if (bytes4(reason) == IVault.NotReleasable.selector && block.timestamp < releaseAt) return;
            if (may) revert Unexpected(reason);
            _paused(reason, IVault.Paused.selector, 2);
        }
    }

    /// @dev Whatever is paused, silence of 30 days is death; then that never was.
    function dieAnyway() external {
        (, uint64 lastBlock, uint40 acceptedAt,) = anchor.head();
        if (lastBlock == 0) return;
        uint256 snapshot = vm.snapshotState();
        if (block.timestamp < acceptedAt + 30 days) vm.warp(acceptedAt + 30 days);
        for (uint256 part = 0; part < PARTS; ++part) {
            guardianPauses(0, part);
        }
        anchor.declareDead(_last);
        vm.revertToStateAndDelete(snapshot);
        ++outcomes["died"];
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, time % 4 == 0 ? 8 days : 1 days));
    }

    /// @dev To the very second at which the part is free again: what it stopped works.
    function waitForTheEnd(uint256 part) external {
        part = part % 2 == 0 ? 0 : 3;
        if (block.timestamp >= until[part]) return;
        vm.warp(until[part] - 1);
        part == 0 ? deposit() : checkpoint();
        vm.warp(until[part]);
        uint256 before = outcomes[part == 0 ? "deposited" : "accepted"];
        part == 0 ? deposit() : checkpoint();
        vm.assertEq(outcomes[part == 0 ? "deposited" : "accepted"], before + 1, "the end is no end");
        ++outcomes["ended"];
    }

    // ---------------------------------------------------------------------------------------------- views

    function board() public view returns (IPauseBoard) {
        return IPauseBoard(pauseBoard);
    }

    /// @dev Until when each part is paused, as the contracts that obey have it.
    function obeyed() external view returns (uint256[PARTS] memory times) {
        (times[0], times[1], times[2]) = vault.pausedUntil();
        times[3] = anchor.pausedUntil();
    }

    /// @dev Exactly what was claimed is claimed, and what waits is in the queue.
    function compareQueue() external view {
        uint256 waiting = 0;
        for (uint256 i = 0; i < _leaves.length; ++i) {
            (, uint40 releaseAt,) = vault.queued(i);
            if (releaseAt != 0) ++waiting;
            vm.assertEq(vault.isClaimed(i), _wasClaimed[i]);
        }
        vm.assertEq(waiting, _queue.length);
    }

    // ---------------------------------------------------------------------------------------------- internals

    /// @dev A longer pause stands. A pause that begins in the second another ends leaves nobody a free one.
    function _extend(uint256 part, uint256 time) private {
        if (block.timestamp > until[part]) since[part] = block.timestamp;
        if (time > until[part]) until[part] = time;
        if (until[part] - since[part] > longest[part]) longest[part] = until[part] - since[part];
    }

    function _paused(bytes memory reason, bytes4 selector, uint256 part) private {
        if (keccak256(reason) != keccak256(abi.encodeWithSelector(selector, uint40(until[part])))) {
            revert Unexpected(reason);
        }
        if (block.timestamp >= until[part]) revert Unexpected(reason);
        ++outcomes["refused"];
    }

    function _tryVeto(uint256 guardian, Checkpoint[] memory chain) private {
        vm.prank(guardians[guardian]);
        try board().veto(_last, chain, group.set) {}
        catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why != IPauseBoard.OnlyGuardian.selector && why != IPauseBoard.CoolingDown.selector) {
                revert Unexpected(reason);
            }
        }
    }

    function _claimAccepted(Leaf memory leaf) private {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(_firstLeaves(_acceptedLeaves), leaf.index, 32);
        vault.claim(_last.withdrawalRoot, leaf, mask, siblings);
    }
}
