// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DepositData, Leaf} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IQueuedClaims} from "../interfaces/IQueuedClaims.sol";
import {IStateProofs, ProvenAccount} from "../interfaces/IStateProofs.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Predeploys} from "../l2/Predeploys.sol";
import {DepositChain} from "../libraries/DepositChain.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";

/// @title What contracts beside the vault share: claims that wait, deposits that go back
/// @dev Trust: the anchor for roots and the exit state, the vault for the deposit chain. Kinds are disjoint, so one leaf cannot be settled
/// by two of them although each keeps bits of its own. Slots: 0 claimed bits · 1 queue · 2 escaped.
abstract contract QueuedClaims is IQueuedClaims, ReentrancyGuardTransient {
    using BitMaps for BitMaps.BitMap;

    /// @dev A proven withdrawal that waits.
    struct Queued {
        bytes32 leafHash;
        uint40 releaseAt;
        uint48 checkpoint;
    }

    /// @notice A queued withdrawal this long due is released through any pause, seconds.
    uint256 public constant OVERDUE = 14 days;
    /// @dev What deposits name as gas of the recipient, which is not called: the least that the vault takes.
    uint64 internal constant DEPOSIT_GAS = 50_000;
    /// @dev Slot of failed deposits in the inbox.
    uint256 private constant FAILED_SLOT = 3;

    /// @notice Numbers the deposits.
    IVault public immutable VAULT;
    /// @notice Whose roots are honoured.
    IAnchor public immutable ANCHOR;
    /// @notice Chain id at deployment.
    uint256 public immutable L1_CHAIN_ID;
    /// @notice Name of the sidechain.
    bytes32 public immutable SIDECHAIN_ID;
    /// @notice Verifier of the state proofs by which assets leave a dead bridge.
    IStateProofs public immutable STATE_PROOFS;
    /// @notice How long each claim waits, seconds.
    uint256 public immutable QUEUE_SECONDS;

    BitMaps.BitMap private _claimed;
    mapping(uint256 index => Queued) private _queue;
    mapping(bytes32 key => bool) private _escaped;

    /// @notice Part of one bridge from the start.
    /// @param vault The vault.
    /// @param anchor Its anchor.
    /// @param queueSeconds How long each claim waits.
    constructor(address vault, address anchor, uint256 queueSeconds) {
        VAULT = IVault(vault);
        ANCHOR = IAnchor(anchor);
        L1_CHAIN_ID = block.chainid;
        SIDECHAIN_ID = IAnchor(anchor).SIDECHAIN_ID();
        STATE_PROOFS = IStateProofs(IAnchor(anchor).STATE_PROOFS());
        QUEUE_SECONDS = queueSeconds;
    }

    /// @inheritdoc IQueuedClaims
    function claim(bytes32 root, Leaf calldata leaf, uint256 mask, bytes32[] calldata siblings) external nonReentrant {
        (uint48 checkpoint, uint48 count) = _usableRoot(root);
        if (leaf.index >= count) revert IndexOutOfRange(leaf.index, count);
        if (_claimed.get(leaf.index)) revert AlreadyClaimed(leaf.index);
        bytes32 leafHash = _leafHash(leaf);
        if (MerklePath.rootOf(leafHash, leaf.index, WithdrawalTree.DEPTH, mask, siblings) != root) {
            revert InvalidProof(leaf.index, root);
        }
        if (!_settles(leaf)) revert UnsupportedAsset(leaf.kind, leaf.originChain, leaf.token);
        _claimed.set(leaf.index);
        uint40 releaseAt = uint40(block.timestamp + QUEUE_SECONDS);
        _queue[leaf.index] = Queued({leafHash: leafHash, releaseAt: releaseAt, checkpoint: checkpoint});
        emit ClaimQueued(leaf.index, releaseAt);
    }

    /// @inheritdoc IQueuedClaims
    function forget(uint256 index) external {
        if (!ANCHOR.isVoided(_queue[index].checkpoint)) revert NotVoided(index);
        _forget(index);
    }

    /// @inheritdoc IQueuedClaims
    function refundDeposit(DepositData calldata d) external nonReentrant {
        (bool dead,, uint64 consumed) = ANCHOR.exitState();
        if (!dead) revert NoExitState();
        if (d.nonce < consumed) revert DepositConsumed(d.nonce, consumed);
        _spend(_requireMade(d));
        _refund(d);
    }

    /// @inheritdoc IQueuedClaims
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
        _spend(depositHash);
        _refund(d);
    }

    /// @inheritdoc IQueuedClaims
    function isClaimed(uint256 index) external view returns (bool) {
        return _claimed.get(index);
    }

    /// @inheritdoc IQueuedClaims
    function queued(uint256 index) external view returns (bytes32 leafHash, uint40 releaseAt, uint48 checkpoint) {
        Queued memory entry = _queue[index];
        return (entry.leafHash, entry.releaseAt, entry.checkpoint);
    }

    /// @dev Whether leaves of that kind and origin are settled here.
    function _settles(Leaf calldata leaf) internal view virtual returns (bool);

    /// @dev Whether this contract has deposits of that kind chained.
    function _chains(uint8 kind) internal pure virtual returns (bool);

    /// @dev Gives a deposit back that was never credited.
    function _refund(DepositData calldata d) internal virtual;

    /// @dev Takes a queued withdrawal whose time has come; false if its checkpoint was taken back, and it was forgotten instead.
    function _take(uint256 index, Leaf calldata leaf) internal returns (bool honoured) {
        Queued memory entry = _queue[index];
        if (entry.releaseAt == 0) revert NotQueued(index);
        if (block.timestamp < entry.releaseAt) revert NotReleasable(index, entry.releaseAt);
        if (leaf.index != index || _leafHash(leaf) != entry.leafHash) revert NotTheQueuedLeaf(index);
        if (ANCHOR.isVoided(entry.checkpoint)) {
            _forget(index);
            return false;
        }
        (,, uint40 pausedUntil) = VAULT.pausedUntil();
        if (block.timestamp < pausedUntil && block.timestamp < entry.releaseAt + OVERDUE) revert Paused(pausedUntil);
        delete _queue[index];
        return true;
    }

    /// @dev Keeps what leaves a dead bridge from leaving twice.
    function _spend(bytes32 key) internal {
        if (_escaped[key]) revert AlreadyEscaped(key);
        _escaped[key] = true;
    }

    /// @dev State to leave a dead bridge from.
    function _exitState() internal view returns (bytes32 stateRoot) {
        (, stateRoot,) = ANCHOR.exitState();
        if (stateRoot == 0) revert NoExitState();
    }

    /// @dev Nothing was handed over, so the index is free for whoever a good checkpoint gives it to.
    function _forget(uint256 index) private {
        delete _queue[index];
        _claimed.unset(index);
        emit ClaimVoided(index);
    }

    function _usableRoot(bytes32 root) private view returns (uint48 checkpoint, uint48 count) {
        uint40 acceptedAt;
        uint40 maturesAt;
        (acceptedAt, maturesAt, checkpoint, count,) = ANCHOR.rootMeta(root);
        if (root == 0 || acceptedAt == 0) revert UnknownRoot(root);
        if (block.timestamp < maturesAt) revert RootNotMature(root, maturesAt);
    }

    /// @dev The vault's deposit chain is the proof that a deposit was made, and for these kinds it chains for this contract only.
    function _requireMade(DepositData calldata d) private view returns (bytes32 depositHash) {
        depositHash = VAULT.hashDeposit(d);
        bytes32 after_ = DepositChain.append(VAULT.depositAcc(d.nonce), depositHash);
        if (!_chains(d.kind) || after_ != VAULT.depositAcc(uint256(d.nonce) + 1)) revert NotTheDeposit(d.nonce);
    }

    function _leafHash(Leaf calldata leaf) private view returns (bytes32) {
        return WithdrawalTree.leafHash(leaf, SIDECHAIN_ID, L1_CHAIN_ID, address(VAULT));
    }
}
