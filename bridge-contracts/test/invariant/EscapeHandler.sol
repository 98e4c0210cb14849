// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {TwoChainsHandler} from "./TwoChainsHandler.sol";

/// @title Both chains until the signers are gone, and everybody on the way out
/// @dev What the last checkpoint says is written down when it is made. The sidechain goes on for a while after it, in vain.
contract EscapeHandler is TwoChainsHandler {
    /// @dev Of one asset on the way out.
    struct Ways {
        uint256 locked;
        uint256 ledger;
        uint256 unclaimedAtDeath;
        uint256 unpaid;
        uint256 toLeave;
        uint256 escaped;
    }

    address private constant DELEGATE = address(0x7702);
    /// @dev This holder has delegated its account (EIP-7702).
    uint256 private constant DELEGATED = HOLDERS - 2;

    bool public frozen;
    uint256 public consumed;
    /// @dev Per asset: what holders had by the last checkpoint; the ledger and what was taken in when death was declared; what
    /// then was proven to leave the sidechain and not paid; what left by escapes and refunds.
    uint256[HOLDERS][ASSETS] public balances;
    uint256[ASSETS] private lockedAtDeath;
    uint256[ASSETS] private depositedAtDeath;
    uint256[ASSETS] private unclaimedAtDeath;
    uint256[ASSETS] private escaped;
    mapping(bytes32 what => uint256) public timesLeft;
    /// @dev Since death, and per asset: what `provenAndUnpaid` and `stillToLeave` would find.
    uint256[ASSETS] private _unpaid;
    uint256[ASSETS] private _toLeave;
    bytes32[] private _keys;
    uint64[] private _failedAtLast;

    /// @dev A busy hour, and then the last act of the signers.
    function freeze(uint256 seed) external alive {
        if (frozen) return;
        _live(seed);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            _hold(holders[i]);
        }
        stateCode[holders[DELEGATED]] = keccak256(abi.encodePacked(hex"ef0100", DELEGATE));
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            address mirror = address(_mirror(asset));
            bool exists = asset != 0 && mirror.code.length != 0;
            if (exists) _hold(mirror);
            for (uint256 i = 0; i < HOLDERS; ++i) {
                balances[asset][i] = sidechainBalance(asset, holders[i]);
                if (exists) _holdSlot(mirror, _balanceSlot(holders[i]));
            }
        }
        _holdPredeploys();
        _lastCheckpoint();
        (frozen, consumed) = (true, last.depositCount);
        (acceptedLeaves, acceptedRoot) = (last.withdrawalCount, last.withdrawalRoot);
    }

    function die() public alive {
        if (!frozen) return;
        (,, uint40 acceptedAt,) = anchor.head();
        if (block.timestamp < acceptedAt + 30 days) vm.warp(acceptedAt + 30 days);
        anchor.declareDead(last);
        dead = true;
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            lockedAtDeath[asset] = vault.locked(tokens[asset]);
            depositedAtDeath[asset] = deposited[asset];
            unclaimedAtDeath[asset] = provenAndUnpaid(asset);
            (_unpaid[asset], _toLeave[asset]) = (unclaimedAtDeath[asset], stillToLeave(asset));
        }
        ++outcomes["died"];
    }

    /// @dev Signers come back, too late.
    function revive() external {
        if (!dead) return die();
        Checkpoint memory c = _checkpoint();
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), _quorum());
        vm.expectRevert(IAnchor.Dead.selector);
        anchor.submit(c, group.set, _quorum(), sigs, "");
        vm.expectRevert(IAnchor.Dead.selector);
        anchor.declareDead(last);
        ++outcomes["stayedDead"];
    }

    function openNative() external {
        if (!dead) return die();
        bytes[] memory account = _accountProofOnce(Predeploys.NATIVE_VAULT);
        bytes[] memory slot = _slotProofOnce(Predeploys.NATIVE_VAULT, 0);
        (bool open,) = vault.nativeBudget();
        if (open) vm.expectRevert(IVaultEscape.NativeEscapeOpen.selector);
        vault.openNativeEscape(account, slot);
        ++outcomes["opened"];
    }

    /// @dev By the holder or by anybody for it.
    function escapeNative(uint256 holder, uint256 seed) external {
        if (!dead) return;
        holder %= HOLDERS;
        address who = holders[holder];
        address delegate = seed % 2 == 0 ? DELEGATE : address(0);
        bool itsOwn = seed % 16 == 1 || holder < DELEGATED || (holder == DELEGATED && delegate != address(0));
        (bool open,) = vault.nativeBudget();
        uint256 before = vault.locked(address(0));
        bytes32 what = keccak256(abi.encode("native", who));
        bytes[] memory proof = _accountProofOnce(who);
        if (seed % 16 == 1) vm.prank(who);
        try vault.escapeNative(who, delegate, proof) {
            if (!open || !itsOwn) revert Succeeded("native escape");
            _left(0, what, before, balances[0][holder]);
            ++outcomes["nativeEscaped"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IVaultEscape.AlreadyEscaped.selector && timesLeft[what] == 1) ++outcomes["onlyOnce"];
            else if (why == IVaultEscape.NothingToPay.selector && balances[0][holder] == 0) ++outcomes["nothing"];
            else if (why == IVaultEscape.NotAttributable.selector && !itsOwn) ++outcomes["notItsOwn"];
            else if (why != IVaultEscape.NativeEscapeClosed.selector || open) revert Unexpected(reason);
        }
    }

    function escape20(uint256 asset, uint256 holder, uint256 person) external {
        (asset, holder) = (1 + asset % (ASSETS - 1), holder % HOLDERS);
        if (!dead || balances[asset][holder] == 0) return;
        (address token, address who) = (tokens[asset], holders[holder]);
        uint256 before = vault.locked(token);
        bytes32 what = keccak256(abi.encode("token", token, who));
        bytes[] memory account = _accountProofOnce(address(_mirror(asset)));
        bytes[] memory balance = _slotProofOnce(address(_mirror(asset)), _balanceSlot(who));
        vm.prank(who);
        try vault.escape20(token, recipients[person % RECIPIENTS], account, balance) {
            _left(asset, what, before, balances[asset][holder]);
            ++outcomes["tokenEscaped"];
        } catch (bytes memory reason) {
            _notLeft(asset, what, reason);
        }
    }

    /// @dev Of any deposit ever made.
    function refundDeposit(uint256 seed) external {
        if (pendingDeposits.length == 0) return;
        DepositData memory d = pendingDeposits[seed % pendingDeposits.length];
        if (seed % 4 != 0 && consumed < pendingDeposits.length) {
            d = pendingDeposits[consumed + seed % (pendingDeposits.length - consumed)];
        }
        uint256 asset = _assetOf(d.token);
        bytes32 what = keccak256(abi.encode("deposit", d.nonce));
        uint256 before = vault.locked(d.token);
        try vault.refundDeposit(d) {
            if (!dead || d.nonce < consumed) revert Succeeded("refund");
            _left(asset, what, before, d.amount);
            ++outcomes["refunded"];
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            if (why == IVaultEscape.NoExitState.selector && !dead) ++outcomes["notYet"];
            else if (why == IVaultEscape.DepositConsumed.selector && d.nonce < consumed) ++outcomes["consumed"];
            else _notLeft(asset, what, reason);
        }
    }

    function refundFailed(uint256 seed) external {
        if (!dead || _failedAtLast.length == 0) return;
        DepositData memory d = pendingDeposits[_failedAtLast[seed % _failedAtLast.length]];
        uint256 asset = _assetOf(d.token);
        bytes32 what = keccak256(abi.encode("deposit", d.nonce));
        uint256 before = vault.locked(d.token);
        try vault.refundFailed(
            d, _accountProofOnce(Predeploys.INBOX), _slotProofOnce(Predeploys.INBOX, _failedSlot(d.nonce))
        ) {
            _left(asset, what, before, d.amount);
            ++outcomes["failedRefunded"];
        } catch (bytes memory reason) {
            _notLeft(asset, what, reason);
        }
    }

    /// @dev After the last checkpoint comes no other.
    function checkpoint() public override {
        if (!frozen) super.checkpoint();
    }

    // ---------------------------------------------------------------------------------------------- views

    /// @dev Of one asset since death, by the running sums; what `compareSums` goes through for.
    function sumsOnTheWayOut(uint256 asset) external view returns (Ways memory w) {
        w.locked = vault.locked(tokens[asset]);
        w.ledger = lockedAtDeath[asset] + deposited[asset] - depositedAtDeath[asset];
        w.unclaimedAtDeath = unclaimedAtDeath[asset];
        (w.unpaid, w.toLeave, w.escaped) = (_unpaid[asset], _toLeave[asset], escaped[asset]);
    }

    /// @dev The running sums are those that going through everything gives, and nothing left twice.
    function compareSums() external view {
        for (uint256 asset = 0; dead && asset < ASSETS; ++asset) {
            vm.assertEq(_unpaid[asset], provenAndUnpaid(asset), "sum of unpaid withdrawals");
            vm.assertEq(_toLeave[asset], stillToLeave(asset), "sum of what may leave");
        }
        for (uint256 i = 0; i < _keys.length; ++i) {
            vm.assertEq(timesLeft[_keys[i]], 1, "each once");
        }
    }

    /// @dev Withdrawals in the last accepted tree that are not paid.
    function provenAndUnpaid(uint256 asset) public view returns (uint256 sum) {
        for (uint256 i = 0; i < acceptedLeaves; ++i) {
            if (leaves[i].token == tokens[asset] && timesSettled[i] == 0) sum += leaves[i].amount;
        }
    }

    /// @dev What still could leave by escapes and refunds, all kinds summed.
    function stillToLeave(uint256 asset) public view returns (uint256 sum) {
        for (uint256 i = 0; i < HOLDERS; ++i) {
            bytes32 what = asset == 0
                ? keccak256(abi.encode("native", holders[i]))
                : keccak256(abi.encode("token", tokens[asset], holders[i]));
            if (timesLeft[what] == 0) sum += balances[asset][i];
        }
        for (uint256 i = consumed; i < pendingDeposits.length; ++i) {
            sum += _refundable(asset, pendingDeposits[i]);
        }
        for (uint256 i = 0; i < _failedAtLast.length; ++i) {
            sum += _refundable(asset, pendingDeposits[_failedAtLast[i]]);
        }
    }

    // ---------------------------------------------------------------------------------------------- internals

    /// @dev All holders get something of most assets, move it about and take some home; the last deposits are refused as often as not.
    function _live(uint256 seed) private {
        for (uint256 i = 0; i < 24; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            (uint256 asset, uint256 holder, uint256 amount) = (random >> 240, (random >> 224) % 256, random % 2 ** 200);
            if (i < 10) deposit(asset, holder, amount);
            else if (i < 16) transfer(asset, holder, random >> 232, amount);
            else if (i < 19) withdraw(asset, holder, amount, random >> 100);
            else if (i < 22) deposit(7 * asset, HOLDERS - 1, amount);
            if (i == 10) setMoods(random, random >> 8, random >> 16);
            if (i == 9 || i == 22) _relayAll();
            if (i == 21) setMoods(random, random >> 8, random >> 16);
        }
    }

    function _relayAll() private {
        uint256 waiting = pendingDeposits.length - inbox.count();
        if (waiting != 0) relay(waiting);
    }

    function _refundable(uint256 asset, DepositData memory d) private view returns (uint256) {
        bool still = d.token == tokens[asset] && timesLeft[keccak256(abi.encode("deposit", d.nonce))] == 0;
        return still ? d.amount : 0;
    }

    function _holdPredeploys() private {
        _hold(Predeploys.NATIVE_VAULT);
        _hold(Predeploys.INBOX);
        _hold(Predeploys.OUTBOX);
        _holdSlot(Predeploys.NATIVE_VAULT, 0);
        _holdSlot(Predeploys.NATIVE_VAULT, bytes32(uint256(1)));
        _holdSlot(Predeploys.INBOX, 0);
        for (uint256 i = 0; i < failedNonces.length; ++i) {
            _failedAtLast.push(failedNonces[i]);
            _holdSlot(Predeploys.INBOX, _failedSlot(failedNonces[i]));
        }
    }

    function _balanceSlot(address who) private pure returns (bytes32) {
        return _mappingSlot(bytes32(uint256(uint160(who))), 0);
    }

    function _failedSlot(uint64 nonce) private pure returns (bytes32) {
        return _mappingSlot(bytes32(uint256(nonce)), 3);
    }

    /// @dev With honest signers everybody gets all.
    function _left(uint256 asset, bytes32 what, uint256 before, uint256 due) private {
        uint256 amount = before - vault.locked(tokens[asset]);
        vm.assertEq(amount, due, "not what was due");
        escaped[asset] += amount;
        _toLeave[asset] -= amount;
        vm.assertEq(++timesLeft[what], 1, "left twice");
        _keys.push(what);
    }

    function _takenIn(uint256 asset, uint256 amount) internal override {
        if (dead) _toLeave[asset] += amount;
    }

    function _settled(Leaf memory leaf, string memory outcome) internal override {
        super._settled(leaf, outcome);
        if (dead) _unpaid[_assetOf(leaf.token)] -= leaf.amount;
    }

    function _notLeft(uint256 asset, bytes32 what, bytes memory reason) private {
        if (bytes4(reason) == IVaultEscape.AlreadyEscaped.selector && timesLeft[what] == 1) ++outcomes["onlyOnce"];
        else if (asset == HOSTILE && bytes4(reason) != IVault.InsufficientLocked.selector) ++outcomes["tokenRefused"];
        else revert Unexpected(reason);
    }
}
