// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {DepositData, Leaf, LeafProof, Limits} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Code} from "../libraries/Code.sol";
import {DepositChain} from "../libraries/DepositChain.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {Lane, Ledger, RefillingBucket} from "../libraries/RefillingBucket.sol";
import {TokenMetadata} from "../libraries/TokenMetadata.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultEscape} from "./VaultEscape.sol";

/// @title Vault
/// @dev Trust: the anchor's roots, within the limits. If that trust fails, an attacker takes at once at most the bucket and the lane
/// of each asset. Money leaves by `_pay` only, and only against a ledger entry. Assets forced upon the contract belong to nobody.
/// See `IVault`; storage and payments are in `VaultBase`, the way out of a dead bridge in `VaultEscape`.
contract Vault is VaultEscape {
    using SafeERC20 for IERC20;
    using BitMaps for BitMaps.BitMap;

    /// @notice See `VaultBase`: the arguments are its constructor's.
    constructor(
        address anchor,
        address messenger,
        address mirrorBridge,
        address collectionBridge,
        Limits memory ethLimits,
        Limits memory erc20Limits
    ) VaultBase(anchor, messenger, mirrorBridge, collectionBridge, ethLimits, erc20Limits) {}

    // ---------------------------------------------------------------------------------------------- deposits

    /// @inheritdoc IVault
    function depositETH(address to, uint64 gasLimit, bytes calldata data)
        external
        payable
        nonReentrant
        returns (uint256 nonce)
    {
        address from = _checkTerms(to, gasLimit, data);
        return _append(DepositData(0, Kinds.ETH, from, to, address(0), msg.value, gasLimit, ""));
    }

    /// @inheritdoc IVault
    function deposit20(address token, uint256 amount, address to, uint64 gasLimit, bytes calldata data)
        external
        nonReentrant
        returns (uint256 nonce)
    {
        address from = _checkTerms(to, gasLimit, data);
        if (!Code.isContract(token)) revert NotAToken(token);
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 current = IERC20(token).balanceOf(address(this));
        uint256 received = current > before ? current - before : 0;
        if (received == 0 || received > amount) revert WrongReceipt(token, received, amount);
        bytes memory metadata = TokenMetadata.read(token);
        return _append(DepositData(0, Kinds.ERC20, from, to, token, received, gasLimit, metadata));
    }

    /// @inheritdoc IVault
    function chain(
        uint8 kind,
        address from,
        address to,
        address token,
        uint256 contents,
        uint64 gasLimit,
        bytes calldata data
    ) external payable nonReentrant returns (uint256 nonce) {
        address module = kind == Kinds.MESSAGE
            ? MESSENGER
            : kind == Kinds.SIDECHAIN_ERC20
                ? MIRROR_BRIDGE
                : kind > Kinds.SIDECHAIN_ERC20 ? COLLECTION_BRIDGE : NFT_VAULT;
        if (msg.sender != module) revert OnlyModule(msg.sender, module);
        _checkTerms(to, gasLimit, data[:0]);
        if (kind == Kinds.MESSAGE) _lock(address(0), contents = msg.value);
        return _chain(DepositData(0, kind, from, to, token, contents, gasLimit, data));
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
        if (IAnchor(ANCHOR).isVoided(entry.checkpoint)) return _forget(index);
        uint40 pausedUntil_ = _gate.releasePausedUntil;
        if (block.timestamp < pausedUntil_ && block.timestamp < entry.releaseAt + OVERDUE) revert Paused(pausedUntil_);
        delete _queue[index];
        _unlock(leaf.token, leaf.amount);
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

    /// @inheritdoc IVault
    function pause(uint40 deposits, uint40 instant, uint40 releases) external {
        if (msg.sender != PAUSE_BOARD) revert OnlyPauseBoard(msg.sender);
        uint256 latest = block.timestamp + MAX_PAUSE;
        if (deposits > latest || instant > latest || releases > latest) revert PauseTooLong(uint40(latest));
        Gate memory gate = _gate;
        (gate.depositsPausedUntil, gate.instantPausedUntil, gate.releasePausedUntil) = (deposits, instant, releases);
        _gate = gate;
        emit PausedUntil(deposits, instant, releases);
    }

    /// @inheritdoc IVault
    function forget(uint256 index) external {
        if (!IAnchor(ANCHOR).isVoided(_queue[index].checkpoint)) revert NotVoided(index);
        _forget(index);
    }

    // ---------------------------------------------------------------------------------------------- internals

    /// @dev Nothing was paid, so the index is free for whoever a good checkpoint gives it to.
    function _forget(uint256 index) private {
        delete _queue[index];
        _claimed.unset(index);
        emit ClaimVoided(index);
    }

    /// @dev Also finds whom the deposit belongs to should it fail: the caller, or the account that the data names in its place.
    function _checkTerms(address to, uint64 gasLimit, bytes calldata data) private view returns (address from) {
        if (block.chainid != L1_CHAIN_ID) revert WrongChain(block.chainid, L1_CHAIN_ID);
        if (to == address(0)) revert NoRecipient();
        uint40 pausedUntil_ = _gate.depositsPausedUntil;
        if (block.timestamp < pausedUntil_) revert Paused(pausedUntil_);
        if (gasLimit < MIN_GAS_LIMIT || gasLimit > MAX_GAS_LIMIT) revert GasLimitOutOfRange(gasLimit);
        if (data.length == 0) return msg.sender;
        if (data.length != 20) revert DataNotSupported(data.length);
        from = address(bytes20(data));
        if (from == address(0)) revert NoRecipient();
    }

    /// @dev Adds the deposit to its asset's ledger and to the chain.
    function _append(DepositData memory d) private returns (uint256 nonce) {
        if (d.amount == 0) revert NothingDeposited();
        _lock(d.token, d.amount);
        return _chain(d);
    }

    /// @dev Adds to the ledger of an asset.
    function _lock(address token, uint256 amount) private {
        Ledger storage ledger = _ledgers[token];
        uint256 sum = ledger.locked + amount;
        if (sum > type(uint128).max) revert LedgerOverflow(token, sum);
        ledger.locked = uint128(sum);
    }

    /// @dev Numbers the deposit and adds it to the chain.
    function _chain(DepositData memory d) private returns (uint256 nonce) {
        nonce = _gate.count;
        d.nonce = uint64(nonce);
        bytes32 depositHash = DepositChain.hash(d, SIDECHAIN_ID, L1_CHAIN_ID, address(this));
        _depositAccs[nonce + 1] = DepositChain.append(_depositAccs[nonce], depositHash);
        _gate.count = uint64(nonce + 1);
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
        uint256 wait = _wait(leaf, ledger);
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

    /// @dev Seconds until a proven withdrawal may be paid: at once within the bucket or, if it is small, the lane kept for small ones.
    /// While instant payments are paused everything waits its ordinary time; a message always does, because nobody can say what it is
    /// worth.
    function _wait(Leaf calldata leaf, Ledger memory ledger) private returns (uint256 wait) {
        Limits memory l = limits(leaf.token);
        if (leaf.kind == Kinds.MESSAGE || block.timestamp < _gate.instantPausedUntil) return RefillingBucket.patience(ledger, l, leaf.amount);
        wait = RefillingBucket.take(ledger, l, leaf.amount);
        if (wait == 0 || !RefillingBucket.isSmall(ledger, leaf.amount)) return wait;
        Lane memory small = _lanes[leaf.token];
        if (!RefillingBucket.takeSmall(small, ledger, l, leaf.amount)) return wait;
        _lanes[leaf.token] = small;
        return 0;
    }

    function _checkAsset(Leaf calldata leaf) private view {
        bool known = leaf.originChain == L1_CHAIN_ID
            && (leaf.kind == Kinds.ERC20
                    ? leaf.token != address(0) && leaf.dataHash == 0
                    : leaf.token == address(0)
                    && (leaf.dataHash == 0 ? leaf.kind == Kinds.ETH : leaf.kind == Kinds.MESSAGE && leaf.fee == 0));
        if (!known) revert UnsupportedAsset(leaf.kind, leaf.originChain, leaf.token);
        if (leaf.fee > leaf.amount) revert FeeExceedsAmount(leaf.fee, leaf.amount);
    }
}
