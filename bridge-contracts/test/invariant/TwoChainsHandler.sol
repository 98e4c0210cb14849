// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation, DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IMirrorERC20} from "../../src/interfaces/IMirrorERC20.sol";
import {INativeVault} from "../../src/interfaces/INativeVault.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {EscapeFixture} from "../support/EscapeFixture.sol";
import {HostileToken} from "../support/HostileToken.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {FeeToken, PlainToken, Recipient} from "../support/Tokens.sol";
import {Waiting} from "../support/Waiting.sol";

/// @title Both chains and everybody on them: depositors, holders, carriers, recipients that refuse, a token that means harm, honest
/// signers, signers that lie, an L1 that reorganises
/// @dev Sums up what it did and saw move, never what the contracts say about themselves. Holders live on the sidechain only and
/// recipients on L1 only, for both chains run in one EVM, where an account has one balance.
contract TwoChainsHandler is EscapeFixture {
    using Waiting for uint256[];

    /// @dev Of one asset.
    struct Sums {
        uint256 deposited;
        uint256 credited;
        uint256 burnt;
        uint256 uncredited;
        uint256 unclaimed;
        uint256 locked;
        uint256 outstanding;
        uint256 held;
    }

    uint256 public constant ASSETS = 4;
    uint256 public constant HOLDERS = 8;
    uint256 internal constant RECIPIENTS = 3;
    uint256 internal constant HOSTILE = 3;
    uint64 internal constant GAS = 60_000;

    /// @dev Per asset: 0 is ETH, 1 a plain token, 2 one that keeps a fee of each transfer, 3 a hostile one.
    address[ASSETS] public tokens;
    /// @dev What the vault took in; what was credited, burnt; what is not credited yet; what left the sidechain and was not paid.
    uint256[ASSETS] public deposited;
    uint256[ASSETS] public credited;
    uint256[ASSETS] public burnt;
    uint256[ASSETS] public uncredited;
    uint256[ASSETS] public unclaimed;
    address[HOLDERS] public holders;
    address[RECIPIENTS] public recipients;

    uint256 public acceptedLeaves;
    bytes32 internal acceptedRoot;
    mapping(uint256 index => uint256) public timesSettled;
    mapping(string outcome => uint256) public outcomes;
    bool public dead;

    Leaf[] internal leaves;
    mapping(uint256 index => bool) internal wasClaimed;
    /// @dev Deposits that the inbox keeps because their credit failed; leaves that wait in the vault's queue.
    uint64[] internal failedNonces;
    uint256[] private _queue;

    error Unexpected(bytes reason);
    error Succeeded(string what);

    /// @dev The sidechain stands still once its signers are gone.
    modifier alive() {
        if (dead) return;
        _;
    }

    receive() external payable {}

    function setUp() public virtual override {
        vm.chainId(L1_CHAIN);
        vm.warp(START);
        vm.roll(10_000);
        signsQuickly = true;
        _deploy(5, 16, _defaultLimits(), 24 hours);
        _genesis();
        _bind();
        tokens[1] = address(new PlainToken("Plain", "PLN", 18));
        tokens[2] = address(new FeeToken());
        tokens[HOSTILE] = address(new HostileToken(vault));
        for (uint256 i = 1; i < ASSETS; ++i) {
            PlainToken(tokens[i]).approve(address(vault), type(uint256).max);
        }
        for (uint256 i = 0; i < HOLDERS - 1; ++i) {
            holders[i] = _account(string.concat("holder ", vm.toString(i)));
        }
        holders[HOLDERS - 1] = address(new Recipient());
        recipients = [_account("receiver"), address(new Recipient()), address(new Recipient())];
    }

    // ---------------------------------------------------------------------------------------------- L1

    function deposit(uint256 asset, uint256 holder, uint256 amount) public {
        // Mostly ETH and the hostile token, and to the one that may refuse.
        asset = asset % 7 < ASSETS ? asset % 7 : asset % 2 == 0 ? 0 : HOSTILE;
        amount = _bound(amount, 200, 1e24);
        address to = holders[holder % 16 < HOLDERS ? holder % 16 : HOLDERS - 1];
        uint256 before = _held(asset);
        vm.recordLogs();
        if (asset == 0) {
            vm.deal(address(this), amount);
            vault.depositETH{value: amount}(to, GAS, "");
        } else {
            PlainToken(tokens[asset]).mint(address(this), amount);
            try vault.deposit20(tokens[asset], amount, to, GAS, "") {}
            catch (bytes memory reason) {
                if (asset != HOSTILE) revert Unexpected(reason);
                ++outcomes["depositRefused"];
                return;
            }
        }
        uint256 received = _held(asset) - before;
        _collectDeposits();
        vm.assertEq(pendingDeposits[vault.depositCount() - 1].amount, received);
        deposited[asset] += received;
        uncredited[asset] += received;
        _takenIn(asset, received);
        ++outcomes["deposit"];
    }

    function claim(uint256 seed) public {
        if (acceptedLeaves == 0) return;
        Leaf memory leaf = leaves[seed % acceptedLeaves];
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(_firstLeaves(acceptedLeaves), leaf.index, 32);
        try vault.claim(acceptedRoot, leaf, mask, siblings) {
            if (wasClaimed[leaf.index]) revert Succeeded("claimed twice");
            wasClaimed[leaf.index] = true;
            (, uint40 releaseAt,) = vault.queued(leaf.index);
            if (releaseAt == 0) return _settled(leaf, "instant");
            _queue.push(leaf.index);
            ++outcomes["queued"];
        } catch (bytes memory reason) {
            if (bytes4(reason) == IVault.AlreadyClaimed.selector && wasClaimed[leaf.index]) ++outcomes["again"];
            else _onlyTheHostileToken(leaf, reason);
        }
    }

    function release(uint256 seed) external {
        if (_queue.length == 0) return;
        Leaf memory leaf = leaves[_queue.pick(seed, 0)];
        (, uint40 releaseAt,) = vault.queued(leaf.index);
        if (releaseAt > block.timestamp && seed % 2 == 0) vm.warp(releaseAt);
        try vault.release(leaf.index, leaf) {
            if (releaseAt > block.timestamp) revert Succeeded("released early");
            _queue.remove(leaf.index);
            _settled(leaf, "released");
        } catch (bytes memory reason) {
            if (bytes4(reason) == IVault.NotReleasable.selector && releaseAt > block.timestamp) ++outcomes["tooEarly"];
            else _onlyTheHostileToken(leaf, reason);
        }
    }

    function collect(uint256 person) external {
        address account = recipients[1 + person % 2];
        if (vault.owed(account, address(0)) == 0) return;
        Recipient(payable(account)).collect(vault, recipients[0]);
        ++outcomes["collected"];
    }

    /// @dev Moods of the hostile token, of two recipients on L1 and of one holder on the sidechain.
    function setMoods(uint256 token, uint256 person, uint256 mode) public {
        HostileToken(tokens[HOSTILE]).setMood(HostileToken.Mood(token % 4 == 0 ? 0 : (token >> 2) % 8));
        Recipient(payable(recipients[1 + person % 2])).set(Recipient.Mode(mode % 4));
        Recipient(payable(holders[HOLDERS - 1])).set(Recipient.Mode((mode >> 2) % 4));
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, time % 4 == 0 ? 2 days : 2 hours));
    }

    /// @dev Money forced upon both chains' contracts past their functions.
    function force(uint256 amount) external {
        amount = _bound(amount, 1, 1e24);
        vm.deal(address(vault), address(vault).balance + amount);
        PlainToken(tokens[1]).mint(address(vault), amount);
        vm.deal(address(nativeVault), address(nativeVault).balance + amount);
    }

    // ---------------------------------------------------------------------------------------------- sidechain

    /// @dev Carries over the first deposits that wait and names the hashes of the rest.
    function relay(uint256 count) public alive {
        uint256 from = inbox.count();
        uint256 waiting = pendingDeposits.length - from;
        if (waiting == 0) return;
        DepositData[] memory batch = new DepositData[](_bound(count, 1, waiting));
        bytes32[] memory rest = new bytes32[](waiting - batch.length);
        for (uint256 i = 0; i < waiting; ++i) {
            if (i < batch.length) batch[i] = pendingDeposits[from + i];
            else rest[i - batch.length] = vault.hashDeposit(pendingDeposits[from + i]);
        }
        _advanceBy(_attestation(), batch, rest);
        for (uint256 i = 0; i < batch.length; ++i) {
            (bytes32 failed,) = inbox.failed(batch[i].nonce);
            if (failed == 0) _credited(batch[i]);
            else failedNonces.push(batch[i].nonce);
            ++outcomes[failed == 0 ? "credited" : "failed"];
        }
    }

    function retry(uint256 seed) external alive onSidechain {
        if (failedNonces.length == 0) return;
        uint256 place = seed % failedNonces.length;
        DepositData memory d = pendingDeposits[failedNonces[place]];
        if (seed % 4 == 0) Recipient(payable(holders[HOLDERS - 1])).set(Recipient.Mode.Accept);
        // A recipient may burn all gas beyond the floor: the caller limits it.
        try inbox.retry{gas: 4_000_000}(d) {
            _credited(d);
            _dropFailed(place);
            ++outcomes["retried"];
        } catch (bytes memory reason) {
            if (bytes4(reason) != INativeVault.RecipientRefused.selector) revert Unexpected(reason);
            ++outcomes["failedAgain"];
        }
    }

    /// @dev By the depositor, who waits a week if patient.
    function bounce(uint256 seed) external alive {
        if (failedNonces.length == 0) return;
        uint256 place = seed % failedNonces.length;
        DepositData memory d = pendingDeposits[failedNonces[place]];
        (, uint64 failedAt) = inbox.failed(d.nonce);
        if (seed % 4 != 0 && block.timestamp < failedAt + 7 days) vm.warp(failedAt + 7 days);
        vm.chainId(SIDECHAIN);
        try inbox.bounce(d) {
            _append(Leaf(0, d.kind, L1_CHAIN, d.token, address(inbox), d.from, d.amount, 0, 0));
            uncredited[_assetOf(d.token)] -= d.amount;
            _dropFailed(place);
            ++outcomes["bounced"];
        } catch (bytes memory reason) {
            if (bytes4(reason) != IInbox.TooEarlyToBounce.selector || block.timestamp >= failedAt + 7 days) {
                revert Unexpected(reason);
            }
        }
        vm.chainId(L1_CHAIN);
    }

    /// @dev What was credited or given back is neither once more, nor carried over again; early or late.
    function replay(uint256 seed) external alive onSidechain {
        if (inbox.count() == 0) return;
        DepositData[] memory batch = new DepositData[](1);
        batch[0] = pendingDeposits[seed % inbox.count()];
        for (uint256 i = 0; i < failedNonces.length; ++i) {
            if (failedNonces[i] == batch[0].nonce) return;
        }
        if (seed % 2 == 0) vm.warp(block.timestamp + 7 days);
        bytes memory notFailed = abi.encodeWithSelector(IInbox.NotFailed.selector, batch[0].nonce);
        vm.expectRevert(notFailed);
        inbox.retry{gas: 4_000_000}(batch[0]);
        vm.expectRevert(notFailed);
        inbox.bounce(batch[0]);
        DepositAttestation memory a = _attestation();
        bytes memory sigs = _sign(inbox.hashAttestation(a), _quorum());
        vm.expectRevert(abi.encodeWithSelector(IInbox.WrongNonce.selector, batch[0].nonce, inbox.count()));
        inbox.advance(a, batch, new bytes32[](0), group.set, _quorum(), sigs);
        ++outcomes["replayed"];
    }

    function transfer(uint256 asset, uint256 from, uint256 to, uint256 amount) public alive onSidechain {
        asset %= ASSETS;
        (address sender, address receiver) = (holders[from % HOLDERS], holders[to % HOLDERS]);
        amount = _bound(amount, 0, sidechainBalance(asset, sender));
        if (amount == 0) return;
        vm.startPrank(sender);
        if (asset != 0) _mirror(asset).transfer(receiver, amount);
        else if (receiver.code.length == 0) payable(receiver).transfer(amount); // the one that may refuse is left out
        vm.stopPrank();
    }

    /// @dev Mostly small shares, so that some are paid at once.
    function withdraw(uint256 asset, uint256 holder, uint256 amount, uint256 fee) public alive onSidechain {
        asset %= ASSETS;
        address from = holders[holder % HOLDERS];
        uint256 balance = sidechainBalance(asset, from);
        if (balance == 0) return;
        bool all = amount % 4 == 0;
        amount = _bound(amount, 1, all ? balance : (balance + 399) / 400);
        Leaf memory leaf = Leaf(0, asset == 0 ? 1 : 2, L1_CHAIN, tokens[asset], from, recipients[fee % 3], amount, 0, 0);
        leaf.fee = _bound(fee, 0, amount / 10);
        vm.startPrank(from);
        if (asset == 0) nativeVault.withdraw{value: amount}(leaf.to, leaf.fee);
        else if (fee % 2 == 0) assetBridge.withdraw(leaf.token, amount, leaf.to, leaf.fee);
        else _mirror(asset).withdraw(leaf.to, amount, leaf.fee);
        vm.stopPrank();
        _append(leaf);
        burnt[asset] += amount;
        ++outcomes["withdraw"];
    }

    // ---------------------------------------------------------------------------------------------- signers

    function checkpoint() public virtual alive {
        if (_accepted(_checkpoint())) ++outcomes["checkpoint"];
    }

    /// @dev Less than a third of the signers says what is not, of the withdrawals and of the deposits; once alone, once with its
    /// signature in place of the others'.
    function lieOfFew(uint256 seed) external alive {
        Checkpoint memory c = _checkpoint();
        (c.withdrawalCount, c.withdrawalRoot) = (c.withdrawalCount + 1, keccak256(abi.encode("lie", seed)));
        DepositAttestation memory a = _attestation();
        (a.count, a.acc) = (a.count + 1, keccak256(abi.encode("lie", seed)));
        uint256 member = seed % group.keys.length;
        uint256 bitmap = seed % 2 == 0 ? 1 << member : _quorum();
        bytes memory one = _sign(anchor.hashCheckpoint(c), 1 << member);
        try anchor.submit(c, group.set, bitmap, seed % 2 == 0 ? one : bytes.concat(one, one, one, one), "") {
            revert Succeeded("a checkpoint of few");
        } catch {}
        one = _sign(inbox.hashAttestation(a), 1 << member);
        DepositData[] memory batch = new DepositData[](1);
        vm.chainId(SIDECHAIN);
        try inbox.advance(a, batch, new bytes32[](0), group.set, bitmap, one) {
            revert Succeeded("a credit of few");
        } catch {}
        vm.chainId(L1_CHAIN);
        ++outcomes["lieOfFew"];
    }

    /// @dev All signers credit what nobody deposited. L1 does not take a checkpoint over it; then that never was.
    function falseCredit(uint256 asset, uint256 amount) external alive {
        uint256 snapshot = vm.snapshotState();
        relay(pendingDeposits.length - inbox.count());
        DepositData[] memory batch = new DepositData[](1);
        batch[0] = DepositData(inbox.count(), 2, address(this), holders[0], tokens[1 + asset % 2], 0, GAS, "");
        batch[0].amount = _bound(amount, 1, 1e24);
        DepositAttestation memory a = _attestation();
        a.acc = keccak256(abi.encodePacked(a.acc, vault.hashDeposit(batch[0])));
        ++a.count;
        _advanceBy(a, batch, new bytes32[](0));
        Checkpoint memory c = _checkpoint();
        vm.assertEq(c.depositAcc, a.acc, "not credited");
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), _quorum());
        try anchor.submit(c, group.set, _quorum(), sigs, "") {
            revert Succeeded("a checkpoint over a false credit");
        } catch (bytes memory reason) {
            if (bytes4(reason) != IAnchor.WrongDeposits.selector) revert Unexpected(reason);
        }
        vm.revertToStateAndDelete(snapshot);
        ++outcomes["falseCredit"];
    }

    /// @dev L1 drops its newest blocks: a checkpoint, a deposit and a claim in them. Another deposit comes in their place, and the very
    /// same checkpoint again, for signers consume final deposits only.
    function reorganise(uint256 asset, uint256 amount, uint256 seed) external virtual alive {
        Checkpoint memory c = _checkpoint();
        uint256 snapshot = vm.snapshotState();
        bool accepted = _accepted(c);
        deposit(asset, seed, amount);
        claim(seed);
        vm.revertToStateAndDelete(snapshot);
        deposit(asset >> 1, seed >> 1, amount >> 1);
        if (_accepted(c) != accepted) revert Succeeded("a reorganisation made a difference");
        if (accepted) ++outcomes["reorganised"];
    }

    // ---------------------------------------------------------------------------------------------- views

    function bridge() external view returns (IAnchor, IVault, INativeVault) {
        return (anchor, vault, nativeVault);
    }

    /// @dev Of one asset, what it did and saw, what the contracts say, and what lies with holders, of whom all are known.
    function sums(uint256 asset) external view returns (Sums memory s) {
        address token = tokens[asset];
        s.deposited = deposited[asset];
        s.credited = credited[asset];
        s.burnt = burnt[asset];
        s.uncredited = uncredited[asset];
        s.unclaimed = unclaimed[asset];
        s.locked = vault.locked(token);
        s.outstanding = asset == 0 ? nativeVault.outstanding() : assetBridge.outstanding(token);
        IMirrorERC20 mirror = IMirrorERC20(address(0));
        if (asset != 0) mirror = _mirror(asset);
        if (asset != 0 && address(mirror).code.length == 0) return s;
        for (uint256 i = 0; i < HOLDERS; ++i) {
            s.held += asset == 0 ? holders[i].balance : mirror.balanceOf(holders[i]);
        }
    }

    function sidechainBalance(uint256 asset, address holder) public view returns (uint256) {
        if (asset == 0) return holder.balance;
        IMirrorERC20 mirror = _mirror(asset);
        return address(mirror).code.length == 0 ? 0 : mirror.balanceOf(holder);
    }

    /// @dev Of all leaves ever accepted exactly those wait, are paid or are unclaimed that the handler knows of.
    function compareQueue() external view {
        uint256 waiting = 0;
        for (uint256 i = 0; i < acceptedLeaves; ++i) {
            (, uint40 releaseAt,) = vault.queued(i);
            if (releaseAt != 0) ++waiting;
            vm.assertEq(vault.isClaimed(i), wasClaimed[i]);
            vm.assertEq(timesSettled[i] + (releaseAt == 0 ? 0 : 1), wasClaimed[i] ? 1 : 0, "claimed = queued or paid");
        }
        vm.assertEq(waiting, _queue.length);
    }

    function withdrawals() external view returns (uint256) {
        return leaves.length;
    }

    // ---------------------------------------------------------------------------------------------- internals

    function _held(uint256 asset) internal view returns (uint256) {
        return asset == 0 ? address(vault).balance : PlainToken(tokens[asset]).balanceOf(address(vault));
    }

    function _assetOf(address token) internal view returns (uint256 asset) {
        while (tokens[asset] != token) ++asset;
    }

    function _mirror(uint256 asset) internal view returns (IMirrorERC20) {
        return IMirrorERC20(assetBridge.mirrorOf(tokens[asset]));
    }

    function _advanceBy(DepositAttestation memory a, DepositData[] memory batch, bytes32[] memory rest)
        private
        onSidechain
    {
        bytes memory sigs = _sign(inbox.hashAttestation(a), _quorum());
        inbox.advance(a, batch, rest, group.set, _quorum(), sigs);
    }

    function _credited(DepositData memory d) private {
        uint256 asset = _assetOf(d.token);
        uncredited[asset] -= d.amount;
        credited[asset] += d.amount;
    }

    function _dropFailed(uint256 place) private {
        failedNonces[place] = failedNonces[failedNonces.length - 1];
        failedNonces.pop();
    }

    function _append(Leaf memory leaf) private {
        leaf.index = uint64(leaves.length);
        leaves.push(leaf);
        leafHashes.push(_slowLeafHash(leaf));
        unclaimed[_assetOf(leaf.token)] += leaf.amount;
    }

    /// @dev False if deposits lag, the only reason to refuse an honest one.
    function _accepted(Checkpoint memory c) internal returns (bool) {
        vm.assertEq(c.withdrawalRoot, _rootOnce(), "the outbox is not the tree");
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), _quorum());
        try anchor.submit(c, group.set, _quorum(), sigs, "") {
            (acceptedLeaves, acceptedRoot) = (c.withdrawalCount, c.withdrawalRoot);
            return true;
        } catch (bytes memory reason) {
            bool lags = bytes4(reason) == IAnchor.DepositsLag.selector && inbox.count() < vault.depositCount();
            if (!lags) revert Unexpected(reason);
            ++outcomes["depositsLag"];
            return false;
        }
    }

    /// @dev A deposit came; for handlers that keep other sums.
    function _takenIn(uint256 asset, uint256 amount) internal virtual {}

    function _settled(Leaf memory leaf, string memory outcome) internal virtual {
        unclaimed[_assetOf(leaf.token)] -= leaf.amount;
        vm.assertEq(++timesSettled[leaf.index], 1, "paid twice");
        ++outcomes[outcome];
    }

    /// @dev With honest signers nothing else can keep a payment back: in particular there is always enough.
    function _onlyTheHostileToken(Leaf memory leaf, bytes memory reason) internal {
        if (leaf.token != tokens[HOSTILE] || bytes4(reason) == IVault.InsufficientLocked.selector) {
            revert Unexpected(reason);
        }
        ++outcomes["tokenRefused"];
    }
}
