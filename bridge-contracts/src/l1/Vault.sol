// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DepositData, Leaf, LeafProof, Limits} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IVault} from "../interfaces/IVault.sol";
import {DepositChain} from "../libraries/DepositChain.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {Ledger, RefillingBucket} from "../libraries/RefillingBucket.sol";
import {TokenMetadata} from "../libraries/TokenMetadata.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";

/// @title Vault
/// @dev Trust: the anchor's roots, within the limits. If that trust fails, an attacker takes at once at most the bucket of each asset.
/// Money leaves by `_pay` only, and only against a ledger entry. Assets forced upon the contract belong to nobody. See `IVault`.
///
/// Slots: 0 accumulators · 1 deposit count · 2 claimed bits · 3 ledgers · 4 queue · 5 owed.
contract Vault is IVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using BitMaps for BitMaps.BitMap;

    /// @dev A proven withdrawal that waits.
    struct Queued {
        bytes32 leafHash;
        uint40 releaseAt;
        /// Checkpoint whose root proved it, for vetoes to come.
        uint48 checkpoint;
    }

    /// @notice Least gas a depositor may set aside for the recipient.
    uint64 public constant MIN_GAS_LIMIT = 50_000;
    /// @notice Most gas a depositor may set aside for the recipient.
    uint64 public constant MAX_GAS_LIMIT = 5_000_000;
    /// @notice Gas an ETH recipient gets on payment.
    uint256 public constant PUSH_GAS = 50_000;
    /// @dev What is left to do after a push: credit the owed ledger, emit.
    uint256 private constant PUSH_RESERVE = 60_000;
    /// @dev Code of an account delegated by EIP-7702 has this length; no token is so short.
    uint256 private constant DELEGATION_LENGTH = 23;

    /// @inheritdoc IVault
    address public immutable ANCHOR;
    /// @notice Name of the sidechain, as the anchor computed it.
    bytes32 public immutable SIDECHAIN_ID;
    /// @notice Chain id at deployment.
    uint256 public immutable L1_CHAIN_ID;
    uint256 private immutable ETH_LIMITS;
    uint256 private immutable ERC20_LIMITS;

    mapping(uint256 count => bytes32) private _depositAccs;
    uint256 private _depositCount;
    BitMaps.BitMap private _claimed;
    mapping(address token => Ledger) private _ledgers;
    mapping(uint256 index => Queued) private _queue;
    mapping(address account => mapping(address token => uint256)) private _owed;

    /// @notice Built after its anchor and only where the anchor expects it, so the two can name each other without setters.
    /// @param anchor The anchor, deployed just before.
    /// @param ethLimits Speed limits of ETH.
    /// @param erc20Limits Speed limits of each ERC-20.
    constructor(address anchor, Limits memory ethLimits, Limits memory erc20Limits) {
        if (anchor.code.length == 0 || IAnchor(anchor).VAULT() != address(this)) revert BadConfiguration("anchor");
        ANCHOR = anchor;
        SIDECHAIN_ID = IAnchor(anchor).SIDECHAIN_ID();
        L1_CHAIN_ID = block.chainid;
        ETH_LIMITS = _pack(ethLimits);
        ERC20_LIMITS = _pack(erc20Limits);
        _depositAccs[0] = DepositChain.start(SIDECHAIN_ID, address(this));
    }

    // ---------------------------------------------------------------------------------------------- deposits

    /// @inheritdoc IVault
    function depositETH(address to, uint64 gasLimit, bytes calldata data)
        external
        payable
        nonReentrant
        returns (uint256 nonce)
    {
        _checkTerms(to, gasLimit, data);
        return _append(DepositData(0, Kinds.ETH, msg.sender, to, address(0), msg.value, gasLimit, ""));
    }

    /// @inheritdoc IVault
    function deposit20(address token, uint256 amount, address to, uint64 gasLimit, bytes calldata data)
        external
        nonReentrant
        returns (uint256 nonce)
    {
        _checkTerms(to, gasLimit, data);
        if (token.code.length <= DELEGATION_LENGTH) revert NotAToken(token);
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 current = IERC20(token).balanceOf(address(this));
        uint256 received = current > before ? current - before : 0;
        if (received == 0 || received > amount) revert WrongReceipt(token, received, amount);
        bytes memory metadata = TokenMetadata.read(token);
        return _append(DepositData(0, Kinds.ERC20, msg.sender, to, token, received, gasLimit, metadata));
    }

    // ---------------------------------------------------------------------------------------------- claims

    /// @inheritdoc IVault
    function claim(bytes32 root, Leaf calldata leaf, uint256 mask, bytes32[] calldata siblings) external nonReentrant {
        (uint48 checkpoint, uint48 count) = _usableRoot(root);
        _claim(root, checkpoint, count, leaf, mask, siblings);
    }

    /// @inheritdoc IVault
    function claimMany(bytes32 root, Leaf[] calldata leaves, LeafProof[] calldata proofs) external nonReentrant {
        if (leaves.length != proofs.length) revert LengthMismatch(leaves.length, proofs.length);
        (uint48 checkpoint, uint48 count) = _usableRoot(root);
        for (uint256 i = 0; i < leaves.length; ++i) {
            _claim(root, checkpoint, count, leaves[i], proofs[i].mask, proofs[i].siblings);
        }
    }

    /// @inheritdoc IVault
    function release(uint256 index, Leaf calldata leaf) external nonReentrant {
        Queued memory entry = _queue[index];
        if (entry.releaseAt == 0) revert NotQueued(index);
        if (block.timestamp < entry.releaseAt) revert NotReleasable(index, entry.releaseAt);
        if (leaf.index != index || _leafHash(leaf) != entry.leafHash) revert NotTheQueuedLeaf(index);
        delete _queue[index];
        Ledger storage ledger = _ledgers[leaf.token];
        if (ledger.locked < leaf.amount) revert InsufficientLocked(leaf.token, ledger.locked, leaf.amount);
        ledger.locked -= uint128(leaf.amount); // amount <= locked, a uint128
        _settle(leaf);
    }

    /// @inheritdoc IVault
    function collectOwed(address token, address to) external nonReentrant {
        uint256 amount = _owed[msg.sender][token];
        if (amount == 0) revert NothingOwed(msg.sender, token);
        delete _owed[msg.sender][token];
        emit OwedCollected(msg.sender, token, to, amount);
        if (token != address(0)) return IERC20(token).safeTransfer(to, amount);
        if (!_push(to, amount, gasleft())) revert PaymentRefused(to);
    }

    // ---------------------------------------------------------------------------------------------- views

    /// @inheritdoc IVault
    function depositCount() external view returns (uint256) {
        return _depositCount;
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
        return _claimed.get(index);
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

    // ---------------------------------------------------------------------------------------------- internals

    function _checkTerms(address to, uint64 gasLimit, bytes calldata data) private view {
        if (block.chainid != L1_CHAIN_ID) revert WrongChain(block.chainid, L1_CHAIN_ID);
        if (to == address(0)) revert NoRecipient();
        if (gasLimit < MIN_GAS_LIMIT || gasLimit > MAX_GAS_LIMIT) revert GasLimitOutOfRange(gasLimit);
        if (data.length != 0) revert DataNotSupported(data.length);
    }

    /// @dev Numbers the deposit, adds it to its asset's ledger and to the chain.
    function _append(DepositData memory d) private returns (uint256 nonce) {
        if (d.amount == 0) revert NothingDeposited();
        Ledger storage ledger = _ledgers[d.token];
        uint256 sum = ledger.locked + d.amount;
        if (sum > type(uint128).max) revert LedgerOverflow(d.token, sum);
        ledger.locked = uint128(sum);
        nonce = _depositCount;
        d.nonce = uint64(nonce);
        bytes32 depositHash = DepositChain.hash(d, SIDECHAIN_ID, L1_CHAIN_ID, address(this));
        _depositAccs[nonce + 1] = DepositChain.append(_depositAccs[nonce], depositHash);
        _depositCount = nonce + 1;
        emit Deposited(nonce, d.kind, d.from, d.to, d.token, d.amount, d.gasLimit, d.data);
    }

    function _usableRoot(bytes32 root) private view returns (uint48 checkpoint, uint48 count) {
        uint40 acceptedAt;
        uint40 maturesAt;
        (acceptedAt, maturesAt, checkpoint, count,) = IAnchor(ANCHOR).rootMeta(root);
        if (root == 0 || acceptedAt == 0) revert UnknownRoot(root);
        if (block.timestamp < maturesAt) revert RootNotMature(root, maturesAt);
    }

    function _claim(
        bytes32 root,
        uint48 checkpoint,
        uint48 count,
        Leaf calldata leaf,
        uint256 mask,
        bytes32[] calldata siblings
    ) private {
        if (leaf.index >= count) revert IndexOutOfRange(leaf.index, count);
        if (_claimed.get(leaf.index)) revert AlreadyClaimed(leaf.index);
        bytes32 leafHash = _leafHash(leaf);
        if (MerklePath.rootOf(leafHash, leaf.index, WithdrawalTree.DEPTH, mask, siblings) != root) {
            revert InvalidProof(leaf.index, root);
        }
        _checkAsset(leaf);
        _claimed.set(leaf.index);

        Ledger memory ledger = _ledgers[leaf.token];
        if (ledger.locked < leaf.amount) revert InsufficientLocked(leaf.token, ledger.locked, leaf.amount);
        uint256 wait = RefillingBucket.take(ledger, limits(leaf.token), leaf.amount);
        if (wait != 0) {
            uint40 releaseAt = uint40(block.timestamp + wait);
            _queue[leaf.index] = Queued({leafHash: leafHash, releaseAt: releaseAt, checkpoint: checkpoint});
            emit ClaimQueued(leaf.index, releaseAt);
            return;
        }
        ledger.locked -= uint128(leaf.amount); // amount <= locked, a uint128
        _ledgers[leaf.token] = ledger;
        _settle(leaf);
    }

    /// @dev The ledger has been reduced already; here the money goes out.
    function _settle(Leaf calldata leaf) private {
        uint256 fee = msg.sender == leaf.to ? 0 : leaf.fee;
        emit Claimed(leaf.index, leaf.to, leaf.token, leaf.amount, msg.sender);
        _pay(leaf.token, leaf.to, leaf.amount - fee);
        if (fee != 0) _pay(leaf.token, msg.sender, fee);
    }

    /// @dev An ETH recipient that refuses harms nobody else: the amount is kept for it. A token that refuses undoes the call, and
    /// the claim can be made again.
    function _pay(address token, address to, uint256 amount) private {
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
    function _push(address to, uint256 amount, uint256 gas_) private returns (bool ok) {
        // Proof: no memory is read or written.
        assembly ("memory-safe") {
            ok := call(gas_, to, amount, 0, 0, 0, 0)
        }
    }

    function _leafHash(Leaf calldata leaf) private view returns (bytes32) {
        return WithdrawalTree.leafHash(leaf, SIDECHAIN_ID, L1_CHAIN_ID, address(this));
    }

    function _checkAsset(Leaf calldata leaf) private view {
        bool known = leaf.originChain == L1_CHAIN_ID && leaf.dataHash == 0
            && (leaf.kind == Kinds.ETH
                    ? leaf.token == address(0)
                    : leaf.kind == Kinds.ERC20 && leaf.token != address(0));
        if (!known) revert UnsupportedAsset(leaf.kind, leaf.originChain, leaf.token);
        if (leaf.fee > leaf.amount) revert FeeExceedsAmount(leaf.fee, leaf.amount);
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
