// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DepositData, Leaf, Limits} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IMessenger} from "../interfaces/IMessenger.sol";
import {IStateProofs} from "../interfaces/IStateProofs.sol";
import {IVault} from "../interfaces/IVault.sol";
import {DepositChain} from "../libraries/DepositChain.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Lane, Ledger, RefillingBucket} from "../libraries/RefillingBucket.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {NftVault} from "./NftVault.sol";

/// @title What the vault knows and how it pays
/// @dev Slots: 0 accumulators · 1 gate (deposit count, pauses) · 2 claimed bits · 3 ledgers · 4 queue · 5 owed · 6 lanes ·
/// 7 escaped · 8 native escape.
abstract contract VaultBase is IVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev A proven withdrawal that waits.
    struct Queued {
        bytes32 leafHash;
        uint40 releaseAt;
        /// Checkpoint whose root proved it, for vetoes to come.
        uint48 checkpoint;
    }

    /// @dev One slot: how many deposits there are and until when what is paused, L1 seconds. Provers read the count in its low bits.
    struct Gate {
        uint64 count;
        uint40 depositsPausedUntil;
        uint40 instantPausedUntil;
        uint40 releasePausedUntil;
    }

    /// @dev Least gas a depositor may set aside for the recipient.
    uint64 internal constant MIN_GAS_LIMIT = 50_000;
    /// @dev Most gas a depositor may set aside for the recipient.
    uint64 internal constant MAX_GAS_LIMIT = 5_000_000;
    /// @dev Longest that one call may pause anything, seconds.
    uint256 internal constant MAX_PAUSE = 14 days;
    /// @dev A queued withdrawal this long due is paid through any pause, seconds.
    uint256 internal constant OVERDUE = 14 days;
    /// @dev Gas an ETH recipient gets on payment.
    uint256 internal constant PUSH_GAS = 50_000;
    /// @dev What is left to do after a push: credit the owed ledger, emit.
    uint256 internal constant PUSH_RESERVE = 60_000;

    /// @inheritdoc IVault
    address public immutable ANCHOR;
    /// @notice Name of the sidechain, as the anchor computed it.
    bytes32 public immutable SIDECHAIN_ID;
    /// @notice Chain id at deployment.
    uint256 public immutable L1_CHAIN_ID;
    /// @notice Who may pause deposits and payments for a while; zero for nobody.
    address public immutable PAUSE_BOARD;
    /// @notice Verifier of the state proofs by which assets leave a dead bridge.
    IStateProofs public immutable STATE_PROOFS;
    /// @inheritdoc IVault
    address public immutable NFT_VAULT;
    /// @inheritdoc IVault
    address public immutable MESSENGER;
    /// @inheritdoc IVault
    address public immutable MIRROR_BRIDGE;
    /// @inheritdoc IVault
    address public immutable COLLECTION_BRIDGE;
    uint256 internal immutable ETH_LIMITS;
    uint256 internal immutable ERC20_LIMITS;

    mapping(uint256 count => bytes32) internal _depositAccs;
    Gate internal _gate;
    BitMaps.BitMap internal _claimed;
    mapping(address token => Ledger) internal _ledgers;
    mapping(uint256 index => Queued) internal _queue;
    mapping(address account => mapping(address token => uint256)) internal _owed;
    mapping(address token => Lane) internal _lanes;
    /// @dev What left by the escape hatch: keys are hashes of (what, token, account) or (what, nonce).
    mapping(bytes32 key => bool) internal _escaped;
    /// @dev Coin that native balances may still take, once `openNativeEscape` has read it.
    uint128 internal _nativeBudget;
    bool internal _nativeOpen;

    /// @notice Built after its anchor and only where the anchor expects it, so the two can name each other without setters.
    /// @param anchor The anchor, deployed just before.
    /// @param messenger Where the messenger will be created; zero for none.
    /// @param mirrorBridge Where the bridge of the sidechain's own tokens will be created; zero for none.
    /// @param collectionBridge Where the bridge of the sidechain's own collections will be created; zero for none.
    /// @param ethLimits Speed limits of ETH.
    /// @param erc20Limits Speed limits of each ERC-20.
    constructor(
        address anchor,
        address messenger,
        address mirrorBridge,
        address collectionBridge,
        Limits memory ethLimits,
        Limits memory erc20Limits
    ) {
        if (anchor.code.length == 0 || IAnchor(anchor).VAULT() != address(this)) revert BadConfiguration("anchor");
        ANCHOR = anchor;
        SIDECHAIN_ID = IAnchor(anchor).SIDECHAIN_ID();
        STATE_PROOFS = IStateProofs(IAnchor(anchor).STATE_PROOFS());
        PAUSE_BOARD = IAnchor(anchor).PAUSE_BOARD();
        L1_CHAIN_ID = block.chainid;
        (MESSENGER, MIRROR_BRIDGE, COLLECTION_BRIDGE) = (messenger, mirrorBridge, collectionBridge);
        NFT_VAULT = address(new NftVault(anchor, erc20Limits.queueSeconds));
        ETH_LIMITS = _pack(ethLimits);
        ERC20_LIMITS = _pack(erc20Limits);
        _depositAccs[0] = DepositChain.start(SIDECHAIN_ID, address(this));
    }

    // ---------------------------------------------------------------------------------------------- views

    /// @inheritdoc IVault
    function depositCount() external view returns (uint256) {
        return _gate.count;
    }

    /// @inheritdoc IVault
    function depositAcc(uint256 count) external view returns (bytes32) {
        return _depositAccs[count];
    }

    /// @inheritdoc IVault
    function hashDeposit(DepositData calldata d) external view returns (bytes32) {
        return DepositChain.hash(d, SIDECHAIN_ID, L1_CHAIN_ID, address(this));
    }

    /// @inheritdoc IVault
    function hashLeaf(Leaf calldata leaf) external view returns (bytes32) {
        return _leafHash(leaf);
    }

    /// @inheritdoc IVault
    function locked(address token) external view returns (uint256) {
        return _ledgers[token].locked;
    }

    /// @inheritdoc IVault
    function bucket(address token) external view returns (uint256 used, uint256 capacity) {
        (used, capacity,) = RefillingBucket.state(_ledgers[token], limits(token));
    }

    /// @inheritdoc IVault
    function isClaimed(uint256 index) external view returns (bool) {
        return BitMaps.get(_claimed, index);
    }

    /// @inheritdoc IVault
    function queued(uint256 index) external view returns (bytes32 leafHash, uint40 releaseAt, uint48 checkpoint) {
        Queued memory entry = _queue[index];
        return (entry.leafHash, entry.releaseAt, entry.checkpoint);
    }

    /// @inheritdoc IVault
    function owed(address account, address token) external view returns (uint256) {
        return _owed[account][token];
    }

    /// @inheritdoc IVault
    function lane(address token) external view returns (uint256 used, uint256 capacity) {
        return RefillingBucket.laneState(_lanes[token], _ledgers[token], limits(token));
    }

    /// @inheritdoc IVault
    function pausedUntil() external view returns (uint40 deposits, uint40 instant, uint40 releases) {
        Gate memory gate = _gate;
        return (gate.depositsPausedUntil, gate.instantPausedUntil, gate.releasePausedUntil);
    }

    /// @notice Speed limits of an asset, as fixed at deployment.
    function limits(address token) public view returns (Limits memory) {
        uint256 packed = token == address(0) ? ETH_LIMITS : ERC20_LIMITS;
        return Limits({
            instantBps: uint16(packed),
            bucketBps: uint16(packed >> 16),
            largeBps: uint16(packed >> 32),
            refillSeconds: uint32(packed >> 48),
            queueSeconds: uint32(packed >> 80),
            largeQueueSeconds: uint32(packed >> 112)
        });
    }

    // ---------------------------------------------------------------------------------------------- payments

    /// @dev Takes from the ledger of an asset.
    function _unlock(address token, uint256 amount) internal {
        Ledger storage ledger = _ledgers[token];
        if (ledger.locked < amount) revert InsufficientLocked(token, ledger.locked, amount);
        ledger.locked -= uint128(amount); // amount <= locked, a uint128
    }

    /// @dev The ledger has been reduced already; here the money goes out.
    function _settle(Leaf calldata leaf) internal {
        uint256 fee = msg.sender == leaf.to ? 0 : leaf.fee;
        emit Claimed(leaf.index, leaf.to, leaf.token, leaf.amount, msg.sender);
        if (leaf.kind == Kinds.MESSAGE) return IMessenger(MESSENGER).arrive{value: leaf.amount}(leaf);
        _pay(leaf.token, leaf.to, leaf.amount - fee);
        if (fee != 0) _pay(leaf.token, msg.sender, fee);
    }

    /// @dev An ETH recipient that refuses harms nobody else: the amount is kept for it. A token that refuses undoes the call, and
    /// the claim can be made again.
    function _pay(address token, address to, uint256 amount) internal {
        if (amount == 0) return;
        if (token != address(0)) return IERC20(token).safeTransfer(to, amount);
        // A caller must not be able to make the push fail by supplying little gas (EIP-150 hands on 63/64).
        uint256 required = (PUSH_GAS * 64) / 63 + PUSH_RESERVE;
        if (gasleft() < required) revert InsufficientGas(gasleft(), required);
        if (_push(to, amount, PUSH_GAS)) return;
        _owed[to][address(0)] += amount;
        emit Owed(to, address(0), amount);
    }

    /// @dev Sends ETH without data and without copying what comes back.
    function _push(address to, uint256 amount, uint256 gas_) internal returns (bool ok) {
        // Proof: no memory is read or written.
        assembly ("memory-safe") {
            ok := call(gas_, to, amount, 0, 0, 0, 0)
        }
    }

    function _leafHash(Leaf calldata leaf) internal view returns (bytes32) {
        return WithdrawalTree.leafHash(leaf, SIDECHAIN_ID, L1_CHAIN_ID, address(this));
    }

    function _pack(Limits memory l) private pure returns (uint256) {
        if (l.instantBps > l.bucketBps || l.bucketBps > 10_000) revert BadConfiguration("bucketBps");
        if (l.largeBps < l.instantBps || l.largeBps > 10_000) revert BadConfiguration("largeBps");
        if (l.refillSeconds == 0 || l.refillSeconds > 30 days) revert BadConfiguration("refillSeconds");
        if (l.queueSeconds == 0 || l.queueSeconds > l.largeQueueSeconds) revert BadConfiguration("queueSeconds");
        if (l.largeQueueSeconds > 7 days) revert BadConfiguration("largeQueueSeconds");
        return uint256(l.instantBps) | (uint256(l.bucketBps) << 16) | (uint256(l.largeBps) << 32)
            | (uint256(l.refillSeconds) << 48) | (uint256(l.queueSeconds) << 80) | (uint256(l.largeQueueSeconds) << 112);
    }
}
