// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {ProvenAccount} from "../interfaces/IStateProofs.sol";
import {IVaultEscape} from "../interfaces/IVaultEscape.sol";
import {Predeploys} from "../l2/Predeploys.sol";
import {DepositChain} from "../libraries/DepositChain.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {MirrorAddress} from "../libraries/MirrorAddress.sol";
import {VaultBase} from "./VaultBase.sol";

/// @title VaultEscape
/// @dev Trust: the state root of the last checkpoint. See `IVaultEscape`. Why nothing is paid twice: a balance, a leaf, a failed
/// deposit and an unconsumed one exclude each other within one state, and each has its own key here or its own bit in the tree.
abstract contract VaultEscape is VaultBase, IVaultEscape {
    /// @dev keccak256(""): an account without code.
    bytes32 private constant NO_CODE = 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470;
    /// @dev Slot of the mapping of balances in a mirror, of the initial reserve in the native vault, of failed deposits in the inbox.
    uint256 private constant BALANCES_SLOT = 0;
    bytes32 private constant RESERVE_SLOT = bytes32(0);
    uint256 private constant FAILED_SLOT = 3;

    /// @inheritdoc IVaultEscape
    function openNativeEscape(bytes[] calldata accountProof, bytes[] calldata reserveProof) external {
        if (_nativeOpen) revert NativeEscapeOpen();
        ProvenAccount memory reserve = STATE_PROOFS.account(_exitState(), Predeploys.NATIVE_VAULT, accountProof);
        uint256 initial = STATE_PROOFS.slot(reserve.storageRoot, RESERVE_SLOT, reserveProof);
        // What left the reserve and did not come back is what circulates; coin forced upon the reserve has left circulation.
        uint256 budget = initial > reserve.balance ? initial - reserve.balance : 0;
        if (budget > _ledgers[address(0)].locked) budget = _ledgers[address(0)].locked;
        (_nativeOpen, _nativeBudget) = (true, uint128(budget));
        emit NativeEscapeOpened(budget);
    }

    /// @inheritdoc IVaultEscape
    function escapeNative(address account, address delegate, bytes[] calldata proof) external nonReentrant {
        if (!_nativeOpen) revert NativeEscapeClosed();
        _spend(keccak256(abi.encode("native", account)));
        ProvenAccount memory proven = STATE_PROOFS.account(_exitState(), account, proof);
        bool itsOwn = proven.codeHash == NO_CODE || msg.sender == account
            || (delegate != address(0) && proven.codeHash == keccak256(abi.encodePacked(hex"ef0100", delegate)));
        if (!itsOwn) revert NotAttributable(account, proven.codeHash);
        uint256 amount = proven.balance < _nativeBudget ? proven.balance : _nativeBudget;
        _nativeBudget -= uint128(amount); // amount <= budget
        _leave(account, address(0), account, amount, proven.balance);
    }

    /// @inheritdoc IVaultEscape
    function escape20(address token, address to, bytes[] calldata mirrorProof, bytes[] calldata balanceProof)
        external
        nonReentrant
    {
        _spend(keccak256(abi.encode("token", token, msg.sender)));
        // Only the bridge's own code can stand at the mirror's address, so its slots mean what they mean here.
        ProvenAccount memory mirror =
            STATE_PROOFS.account(_exitState(), MirrorAddress.mirrorOf(L1_CHAIN_ID, token), mirrorProof);
        bytes32 entry = keccak256(abi.encode(msg.sender, BALANCES_SLOT));
        uint256 balance = STATE_PROOFS.slot(mirror.storageRoot, entry, balanceProof);
        uint256 locked_ = _ledgers[token].locked;
        _leave(msg.sender, token, to, balance < locked_ ? balance : locked_, balance);
    }

    /// @inheritdoc IVaultEscape
    function refundDeposit(DepositData calldata d) external nonReentrant {
        (bool dead,, uint64 consumed) = IAnchor(ANCHOR).exitState();
        if (!dead) revert NoExitState();
        if (d.nonce < consumed) revert DepositConsumed(d.nonce, consumed);
        _refund(d, _requireMade(d));
    }

    /// @inheritdoc IVaultEscape
    function refundFailed(DepositData calldata d, bytes[] calldata inboxProof, bytes[] calldata failedProof)
        external
        nonReentrant
    {
        bytes32 depositHash = _requireMade(d);
        ProvenAccount memory inbox = STATE_PROOFS.account(_exitState(), Predeploys.INBOX, inboxProof);
        bytes32 entry = keccak256(abi.encode(d.nonce, FAILED_SLOT));
        if (bytes32(STATE_PROOFS.slot(inbox.storageRoot, entry, failedProof)) != depositHash) {
            revert DepositNotFailed(d.nonce);
        }
        _refund(d, depositHash);
    }

    /// @inheritdoc IVaultEscape
    function nativeBudget() external view returns (bool open, uint256 budget) {
        return (_nativeOpen, _nativeBudget);
    }

    function _exitState() private view returns (bytes32 stateRoot) {
        (, stateRoot,) = IAnchor(ANCHOR).exitState();
        if (stateRoot == 0) revert NoExitState();
    }

    function _spend(bytes32 key) private {
        if (_escaped[key]) revert AlreadyEscaped(key);
        _escaped[key] = true;
    }

    /// @dev The deposit chain is the proof that a deposit was made.
    function _requireMade(DepositData calldata d) private view returns (bytes32 depositHash) {
        depositHash = DepositChain.hash(d, SIDECHAIN_ID, L1_CHAIN_ID, address(this));
        // NFTs are not kept here; their vault pays them back.
        bool made = (d.kind <= Kinds.ERC20 || d.kind == Kinds.MESSAGE) && d.nonce < _gate.count
            && DepositChain.append(_depositAccs[d.nonce], depositHash) == _depositAccs[uint256(d.nonce) + 1];
        if (!made) revert NotTheDeposit(d.nonce);
    }

    function _refund(DepositData calldata d, bytes32 depositHash) private {
        _spend(depositHash);
        _unlock(d.token, d.amount);
        emit DepositRefunded(d.nonce, d.from, d.token, d.amount);
        _pay(d.token, d.from, d.amount);
    }

    function _leave(address account, address token, address to, uint256 amount, uint256 balance) private {
        if (amount == 0) revert NothingToPay(account, token);
        _unlock(token, amount);
        emit Escaped(account, token, to, amount, balance);
        _pay(token, to, amount);
    }
}
