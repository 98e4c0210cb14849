// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";
import {FeeToken, PlainToken, Recipient} from "../support/Tokens.sol";
import {Waiting} from "../support/Waiting.sol";

/// @title Everybody who acts on L1: depositors, signers, carriers, recipients that refuse, and signers that lie
/// @dev Sums up what it saw move (balances before and after), never what the contracts say about themselves.
contract BridgeHandler is L1Fixture {
    using Waiting for uint256[];
    using SignerGroup for Group;

    /// @dev An instant payment, for the bound on the outflow of a window.
    struct Outflow {
        uint256 time;
        uint256 amount;
        uint256 capacity;
    }

    /// @dev Where the anchor stands.
    struct Head {
        uint64 index;
        uint64 lastBlock;
        bytes32 digest;
        uint64 withdrawals;
        uint64 deposits;
        uint64 time;
    }

    /// @dev Of one asset: what it saw come in, be forced in, leave and be settled, and what lies in the vault now.
    struct Sums {
        uint256 deposited;
        uint256 forced;
        uint256 paidOut;
        uint256 settled;
        uint256 balance;
    }

    /// @dev A claim or a release about to be tried, with what stood in the vault before.
    struct Attempt {
        Leaf leaf;
        bytes32 root;
        uint256 mask;
        bytes32[] siblings;
        uint256 asset;
        uint256 capacity;
        uint256 balance;
        uint256 owed;
        uint40 releaseAt;
    }

    uint256 public constant ASSETS = 3;
    uint256 public constant PEOPLE = 4;

    /// @dev Per asset: 0 is ETH, 1 a plain token, 2 one that keeps a fee of each transfer.
    address[ASSETS] public tokens;
    uint256[ASSETS] private deposited;
    uint256[ASSETS] private forced;
    uint256[ASSETS] private paidOut;
    uint256[ASSETS] private settled;
    uint256[ASSETS] private _sidechainSupply;
    address[PEOPLE] public people;

    bytes32 public depositAcc;
    uint256 public deposits;
    uint256 public acceptedLeaves;
    uint256 public checkpoints;
    uint256 public settledLeaves;
    mapping(uint256 index => uint256) public timesSettled;
    mapping(uint256 index => bool) public wasClaimed;
    mapping(string outcome => uint256) public outcomes;
    bool public lied;

    Leaf[] private _leaves;
    /// @dev Root of the accepted leaves; those of them that wait in the queue.
    bytes32 private _acceptedRoot;
    uint256[] private _queue;
    Head private _head;
    Outflow[][ASSETS] private _outflows;
    uint256 private _nextKey = 1000;

    error Unexpected(bytes reason);
    error HeadMovedWrongly(uint64 before, uint64 current);

    receive() external payable {}

    /// @dev After every action: the head moves by whole checkpoints only, and only when one is submitted.
    modifier headMoves(uint64 steps) {
        _;
        _checkHead(steps);
    }

    function setUp() public override {
        super.setUp();
        signsQuickly = true;
        _deploy(4, 16, _defaultLimits(), 24 hours);
        depositAcc = keccak256(abi.encode("deposits", anchor.SIDECHAIN_ID(), address(vault)));
        tokens[1] = address(new PlainToken("Plain", "PLN", 18));
        tokens[2] = address(new FeeToken());
        for (uint256 i = 1; i < ASSETS; ++i) {
            PlainToken(tokens[i]).approve(address(vault), type(uint256).max);
        }
        people = [_account("plain"), _account("other"), address(new Recipient()), address(new Recipient())];
        _head = head();
    }

    // ---------------------------------------------------------------------------------------------- depositors

    function deposit(uint256 asset, uint256 amount) external headMoves(0) {
        asset %= ASSETS;
        amount = _bound(amount, 200, 1e24);
        uint256 before = balanceOf(asset);
        if (asset == 0) {
            vm.deal(address(this), amount);
            vault.depositETH{value: amount}(people[0], 50_000, "");
        } else {
            PlainToken(tokens[asset]).mint(address(this), amount);
            vault.deposit20(tokens[asset], amount, people[0], 50_000, "");
        }
        uint256 received = balanceOf(asset) - before;
        deposited[asset] += received;
        _sidechainSupply[asset] += received;
        _chain(asset, received);
        ++outcomes["deposit"];
    }

    /// @dev Assets forced upon the vault, past its functions.
    function force(uint256 asset, uint256 amount) external headMoves(0) {
        asset %= ASSETS;
        amount = _bound(amount, 1, 1e24);
        if (asset == 0) vm.deal(address(vault), address(vault).balance + amount);
        else PlainToken(tokens[asset]).mint(address(vault), amount);
        forced[asset] += amount;
        ++outcomes["force"];
    }

    // ---------------------------------------------------------------------------------------------- sidechain

    /// @dev Burns what the sidechain holds: mostly small shares, so that some are paid at once.
    function withdraw(uint256 asset, uint256 person, uint256 amount, uint256 fee) external headMoves(0) {
        asset %= ASSETS;
        uint256 supply = _sidechainSupply[asset];
        if (supply == 0) return;
        amount = _bound(amount, 1, amount % 4 == 0 ? supply : (supply + 399) / 400);
        _sidechainSupply[asset] -= amount;
        _write(asset, person, amount, fee);
        ++outcomes["withdraw"];
    }

    /// @dev A quorum that lies: a withdrawal of what nobody burnt.
    function lie(uint256 asset, uint256 person, uint256 amount) external headMoves(0) {
        if (amount % 8 != 0) return;
        lied = true;
        _write(asset % ASSETS, person, _bound(amount, 1, type(uint128).max), 0);
        ++outcomes["lie"];
    }

    /// @dev By a quorum; after a day of silence by just more than half.
    function checkpoint() external headMoves(1) {
        Checkpoint memory c = _nextOver(_rootOnce());
        (,, uint40 acceptedAt,) = anchor.head();
        if (block.timestamp < acceptedAt + 24 hours) {
            _submit(c);
        } else {
            uint256 bitmap = (1 << (group.keys.length / 2 + 1)) - 1;
            bytes memory sigs = _sign(anchor.hashCheckpoint(c), bitmap);
            anchor.submit(c, group.set, bitmap, sigs, "");
            ++outcomes["majority"];
        }
        _accepted(c);
        ++outcomes["checkpoint"];
    }

    /// @dev A signer comes or goes: never below one, never above six here, where signing costs time.
    function handOver(uint256 seed) external headMoves(1) {
        Checkpoint memory c = _nextOver(_rootOnce());
        uint256 size = group.keys.length;
        bool grows = size == 1 || (size < 6 && seed % 2 == 0);
        Group memory next = grows ? group.with(_nextKey++) : group.without(seed % size);
        c.nextSetHash = QuorumLib.hash(next.set);
        Extras memory extras;
        extras.nextSet = next.set;
        _submit(c, abi.encode(extras));
        group = next;
        _accepted(c);
        ++outcomes["handOver"];
    }

    /// @dev Too few signatures, an index that was, a parent that is not: never accepted.
    function submitWrong(uint256 seed) external headMoves(0) {
        Checkpoint memory c = _nextOver(_rootOnce());
        uint256 bitmap = _quorum();
        if (seed % 3 == 0) bitmap = (1 << (group.keys.length / 2)) - 1; // not even a majority, however long the silence
        else if (seed % 3 == 1) --c.index;
        else c.parentDigest = bytes32(seed);
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), bitmap);
        try anchor.submit(c, group.set, bitmap, sigs, "") {
            revert Unexpected("accepted");
        } catch {
            ++outcomes["submitWrong"];
        }
    }

    // ---------------------------------------------------------------------------------------------- carriers and recipients

    function claim(uint256 seed) external headMoves(0) {
        if (acceptedLeaves == 0) return;
        Attempt memory a = _attempt(seed % acceptedLeaves);
        _prove(a);
        try vault.claim(a.root, a.leaf, a.mask, a.siblings) {
            if (wasClaimed[a.leaf.index]) revert Unexpected("claimed twice");
            wasClaimed[a.leaf.index] = true;
            vm.assertTrue(vault.isClaimed(a.leaf.index), "not claimed");
            _claimed(a);
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IVault.AlreadyClaimed.selector && wasClaimed[a.leaf.index]) ++outcomes["claimedAgain"];
            else if (why == IVault.InsufficientLocked.selector && lied) ++outcomes["uncovered"];
            else if (why == IVault.RootNotMature.selector) ++outcomes["immature"];
            else revert Unexpected(reason);
        }
    }

    /// @dev A leaf changed in one field, or a root nobody signed.
    function claimForged(uint256 seed) external headMoves(0) {
        if (acceptedLeaves == 0) return;
        Attempt memory a;
        a.leaf = _leaves[seed % acceptedLeaves];
        _prove(a);
        if (seed % 2 == 0) a.leaf.amount += 1;
        else a.root = keccak256(abi.encode(a.root));
        try vault.claim(a.root, a.leaf, a.mask, a.siblings) {
            revert Unexpected("forged");
        } catch {
            ++outcomes["forged"];
        }
    }

    function release(uint256 seed) external headMoves(0) {
        if (acceptedLeaves == 0) return;
        Attempt memory a = _attempt(_queue.pick(seed, seed % acceptedLeaves));
        try vault.release(a.leaf.index, a.leaf) {
            vm.assertTrue(a.releaseAt != 0 && a.releaseAt <= block.timestamp, "released early");
            _queue.remove(a.leaf.index);
            (, uint40 again,) = vault.queued(a.leaf.index);
            vm.assertEq(again, 0, "released and still waiting");
            _settled(a);
            ++outcomes["released"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IVault.NotQueued.selector && a.releaseAt == 0) ++outcomes["notQueued"];
            else if (why == IVault.NotReleasable.selector && a.releaseAt > block.timestamp) ++outcomes["tooEarly"];
            else if (why == IVault.InsufficientLocked.selector && lied) ++outcomes["uncovered"];
            else revert Unexpected(reason);
        }
    }

    function collect(uint256 person) external headMoves(0) {
        address account = people[2 + person % 2];
        uint256 amount = vault.owed(account, address(0));
        if (amount == 0) return;
        uint256 before = address(vault).balance;
        Recipient(payable(account)).collect(vault, people[1]);
        vm.assertEq(before - address(vault).balance, amount);
        paidOut[0] += amount;
        ++outcomes["collected"];
    }

    function setMode(uint256 person, uint256 mode) external headMoves(0) {
        Recipient(payable(people[2 + person % 2])).set(Recipient.Mode(mode % 4));
        ++outcomes["setMode"];
    }

    function wait(uint256 time) external headMoves(0) {
        vm.warp(block.timestamp + _bound(time, 1, time % 4 == 0 ? 2 days : 2 hours));
        ++outcomes["wait"];
    }

    // ---------------------------------------------------------------------------------------------- views

    function bridge() external view returns (IAnchor, IVault) {
        return (anchor, vault);
    }

    function sums(uint256 asset) external view returns (Sums memory) {
        return Sums(deposited[asset], forced[asset], paidOut[asset], settled[asset], balanceOf(asset));
    }

    function signers() external view returns (uint256) {
        return group.keys.length;
    }

    function balanceOf(uint256 asset) public view returns (uint256) {
        return asset == 0 ? address(vault).balance : PlainToken(tokens[asset]).balanceOf(address(vault));
    }

    function head() public view returns (Head memory h) {
        (h.index, h.lastBlock,, h.digest) = anchor.head();
        (h.withdrawals, h.deposits, h.time,) = anchor.headCounts();
    }

    /// @dev What was paid at once within one refill period before the newest payment, and the largest bucket at those payments.
    function window(uint256 asset, uint256 length) external view returns (uint256 sum, uint256 capacity) {
        Outflow[] storage all = _outflows[asset];
        for (uint256 i = all.length; i > 0 && all[i - 1].time + length >= all[all.length - 1].time; --i) {
            sum += all[i - 1].amount;
            if (all[i - 1].capacity > capacity) capacity = all[i - 1].capacity;
        }
    }

    // ---------------------------------------------------------------------------------------------- internals

    function _write(uint256 asset, uint256 person, uint256 amount, uint256 fee) private {
        uint8 kind = asset == 0 ? 1 : 2;
        _leaves.push(_withdraw(kind, tokens[asset], people[person % PEOPLE], amount, _bound(fee, 0, amount / 10)));
    }

    /// @dev The deposit chain field by field, apart from the library under test.
    function _chain(uint256 asset, uint256 received) private {
        bytes memory data;
        if (asset != 0) {
            data = abi.encode(PlainToken(tokens[asset]).name(), PlainToken(tokens[asset]).symbol(), uint8(18));
        }
        uint256 kind = asset == 0 ? 1 : 2;
        bytes memory first = abi.encode(
            keccak256("PoaSidechain.Deposit.v1"), anchor.SIDECHAIN_ID(), L1_CHAIN, address(vault), deposits, kind
        );
        bytes memory second =
            abi.encode(address(this), people[0], tokens[asset], received, uint256(50_000), keccak256(data));
        depositAcc = keccak256(abi.encodePacked(depositAcc, keccak256(bytes.concat(first, second))));
        ++deposits;
    }

    function _accepted(Checkpoint memory c) private {
        (acceptedLeaves, _acceptedRoot) = (c.withdrawalCount, c.withdrawalRoot);
        ++checkpoints;
    }

    function _checkHead(uint64 steps) private {
        (Head memory before, Head memory current) = (_head, head());
        if (current.index != before.index + steps) revert HeadMovedWrongly(before.index, current.index);
        vm.assertEq(current.digest == before.digest, steps == 0);
        vm.assertEq(current.lastBlock > before.lastBlock, steps != 0);
        vm.assertGe(current.withdrawals, before.withdrawals, "withdrawals fell");
        vm.assertGe(current.deposits, before.deposits, "deposits fell");
        vm.assertGe(current.time, before.time, "time fell");
        if (steps != 0) _head = current;
    }

    function _prove(Attempt memory a) private view {
        a.root = _acceptedRoot;
        (a.mask, a.siblings) = ReferenceTree.proof(_firstLeaves(acceptedLeaves), a.leaf.index, 32);
    }

    function _attempt(uint256 index) private view returns (Attempt memory a) {
        a.leaf = _leaves[index];
        a.asset = a.leaf.token == address(0) ? 0 : a.leaf.token == tokens[1] ? 1 : 2;
        (, uint256 small) = vault.lane(a.leaf.token);
        (, a.capacity) = vault.bucket(a.leaf.token);
        a.capacity += small;
        a.balance = balanceOf(a.asset);
        a.owed = vault.owed(a.leaf.to, a.leaf.token);
        (, a.releaseAt,) = vault.queued(index);
    }

    function _claimed(Attempt memory a) private {
        (, uint40 releaseAt,) = vault.queued(a.leaf.index);
        if (releaseAt != 0) {
            vm.assertEq(balanceOf(a.asset), a.balance);
            _queue.push(a.leaf.index);
            ++outcomes["queued"];
            return;
        }
        _outflows[a.asset].push(Outflow(block.timestamp, a.leaf.amount, a.capacity));
        _settled(a);
        ++outcomes["instant"];
    }

    /// @dev What left the vault and what it owes now make up the leaf, to the last unit.
    function _settled(Attempt memory a) private {
        uint256 left = a.balance - balanceOf(a.asset);
        uint256 newlyOwed = vault.owed(a.leaf.to, a.leaf.token) - a.owed;
        vm.assertEq(left + newlyOwed, a.leaf.amount);
        if (newlyOwed != 0) ++outcomes["owed"];
        paidOut[a.asset] += left;
        settled[a.asset] += a.leaf.amount;
        ++settledLeaves;
        vm.assertEq(++timesSettled[a.leaf.index], 1, "paid twice");
    }
}
