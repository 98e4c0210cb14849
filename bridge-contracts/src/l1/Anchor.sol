// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IExtraVerifier} from "../interfaces/IExtraVerifier.sol";
import {IVault} from "../interfaces/IVault.sol";
import {BlocksTree} from "../libraries/BlocksTree.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {CliqueHeader, CliqueHeaders} from "../libraries/CliqueHeaders.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {AnchorEmergency} from "./AnchorEmergency.sol";
import {AnchorState} from "./AnchorState.sol";

/// @title Anchor
/// @dev Trust: a quorum of the signer set that began with the genesis header and changed one member at a time since. If that trust
/// fails, false withdrawal roots become known; the vault's limits bound what they can take at once. See `IAnchor`.
contract Anchor is AnchorEmergency {
    /// @notice See `AnchorState`: the arguments are its constructor's.
    constructor(
        bytes memory genesisHeader,
        uint256 sidechainChainId,
        uint256 epochLength,
        address vault,
        address extraVerifier,
        uint256 quarantine,
        address pauseBoard,
        address evidence
    ) AnchorState(genesisHeader, sidechainChainId, epochLength, vault, extraVerifier, quarantine, pauseBoard, evidence) {}

    // ---------------------------------------------------------------------------------------------- external

    /// @inheritdoc IAnchor
    function submit(
        Checkpoint calldata c,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs,
        bytes calldata extra
    ) external {
        Head memory head_ = _head;
        SetInfo memory info = _set;
        if (info.dead) revert Dead();
        if (block.timestamp < info.pausedUntil) revert Paused(info.pausedUntil);
        _checkSequence(c, head_);
        _checkDeposits(c, head_);
        bytes memory members = _checkSet(c, set);
        bytes32 digest = BridgeHashes.checkpoint(DOMAIN_SEPARATOR, c);
        uint8 mode = _checkSignatures(digest, members, bitmap, sigs, head_, info);
        bytes memory nextSet = _checkExtras(c, digest, extra, mode);
        _accept(c, head_, info, digest, bitmap, mode);
        if (c.nextSetHash != c.setHash) _handOver(c, info, members, nextSet);
    }

    /// @inheritdoc IAnchor
    function submitMany(bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) {
            bytes4 selector = bytes4(calls[i]);
            if (selector != IAnchor.submit.selector) revert NotASubmission(i, selector);
            // Own code on own storage; no value can be attached because nothing here is payable.
            (bool ok, bytes memory reason) = address(this).delegatecall(calls[i]);
            if (ok) continue;
            // Proof: hands the revert data on as it came.
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    /// @inheritdoc IAnchor
    function rotate(bytes calldata set, bytes calldata nextSet, uint64 atBlock) external onlyEvidence {
        SetInfo memory info = _set;
        if (info.dead) revert Dead();
        _changeSet(info, set, nextSet, QuorumLib.hash(nextSet), atBlock);
    }

    // ---------------------------------------------------------------------------------------------- checks

    function _checkSequence(Checkpoint calldata c, Head memory head_) private view {
        // The head's numbers have 48 bits, times 40: sums with constants cannot wrap.
        uint64 nextIndex;
        uint64 nextBlock;
        uint256 latest;
        unchecked {
            nextIndex = uint64(head_.index) + 1;
            nextBlock = uint64(head_.lastBlock) + 1;
            latest = block.timestamp + MAX_CLOCK_LEAD;
        }
        if (c.index != nextIndex) revert WrongIndex(c.index, nextIndex);
        bytes32 parent = _digests[head_.index % RING_SIZE];
        if (c.parentDigest != parent) revert WrongParent(c.parentDigest, parent);
        // The first two conditions keep the subtraction from wrapping and lastBlock below 2^48.
        if (c.firstBlock != nextBlock || c.lastBlock < nextBlock || c.lastBlock - nextBlock >= MAX_RANGE) {
            revert WrongRange(c.firstBlock, c.lastBlock, nextBlock);
        }
        if (c.lastTimestamp < head_.lastTimestamp || c.lastTimestamp > latest) {
            revert WrongTimestamp(c.lastTimestamp, head_.lastTimestamp, uint64(latest));
        }
    }

    /// @dev An unknown count has accumulator 0 in the vault, which no checkpoint may name: hence count <= deposits made.
    function _checkDeposits(Checkpoint calldata c, Head memory head_) private view {
        uint256 required = requiredDeposits();
        if (required < head_.depositCount) required = head_.depositCount;
        if (c.depositCount < required) revert DepositsLag(c.depositCount, uint64(required));
        bytes32 expected = IVault(VAULT).depositAcc(c.depositCount);
        if (expected == 0 || c.depositAcc != expected) revert WrongDeposits(c.depositCount, c.depositAcc, expected);
    }

    /// @dev A quorum at any time; more than half of the set once the head is a day old. Equivocators count for nothing, but the
    /// set stays as large as it is, so that their exclusion makes nobody else's signature weigh more. `EVIDENCE` has counted seals.
    function _checkSignatures(
        bytes32 digest,
        bytes memory members,
        uint256 bitmap,
        bytes calldata sigs,
        Head memory head_,
        SetInfo memory info
    ) private view returns (uint8 mode) {
        if (sigs.length == 0 && msg.sender == EVIDENCE) return MODE_SEALED;
        uint256 need = QuorumLib.quorum(info.size);
        bool stale = block.timestamp >= head_.acceptedAt + MAJORITY_AFTER;
        uint256 signers = QuorumLib.requireSignatures(
            digest, members, bitmap, sigs, stale ? QuorumLib.majority(info.size) : need
        );
        if (info.excluded != 0) {
            for (uint256 i = 0; bitmap >> i != 0; ++i) {
                if ((bitmap >> i) & 1 == 0) continue;
                address member = QuorumLib.memberAt(members, i);
                if (_excluded[member]) revert ExcludedSigner(member);
            }
        }
        return signers < need ? MODE_MAJORITY : MODE_QUORUM;
    }

    function _checkSet(Checkpoint calldata c, bytes calldata set) private view returns (bytes memory members) {
        bytes32 current = _setHash;
        if (c.setHash != current) revert WrongSignerSet(c.setHash, current);
        members = set;
        bytes32 given = QuorumLib.hash(members);
        if (given != current) revert WrongSignerSet(given, current);
    }

    function _checkExtras(Checkpoint calldata c, bytes32 digest, bytes calldata extra, uint8 mode)
        private
        view
        returns (bytes memory nextSet)
    {
        if (extra.length == 0 && EXTRA_VERIFIER == address(0) && _epochBlock(c) < c.firstBlock) return nextSet;
        Extras memory extras;
        if (extra.length != 0) extras = abi.decode(extra, (Extras));
        // Sealed headers come without a tree of blocks to prove an epoch block in.
        if (mode != MODE_SEALED) _checkEpochBlock(c, extras);
        if (EXTRA_VERIFIER != address(0)) IExtraVerifier(EXTRA_VERIFIER).verifyCheckpoint(digest, c, extras.proof);
        return extras.nextSet;
    }

    /// @dev Cross-check against Clique itself: all blocks of a checkpoint have one signer set, so the newest epoch block in it must
    /// list exactly that set.
    function _checkEpochBlock(Checkpoint calldata c, Extras memory extras) private view {
        uint64 epochBlock = _epochBlock(c);
        if (epochBlock < c.firstBlock) return;
        CliqueHeader memory header = CliqueHeaders.parse(extras.epochHeader, HEADER_FIELDS);
        if (header.number != epochBlock) revert WrongEpochHeader(header.number, epochBlock);
        bytes32 root = MerklePath.rootOf(
            BlocksTree.leafHash(epochBlock, header.hash),
            epochBlock - c.firstBlock,
            BlocksTree.DEPTH,
            extras.epochMask,
            extras.epochSiblings
        );
        if (root != c.blocksRoot) revert EpochHeaderNotProven(header.hash);
        bytes32 listed = QuorumLib.hash(header.signers);
        if (listed != c.setHash) revert EpochSignersDiffer(listed, c.setHash);
    }

    /// @dev The newest epoch block up to the last block.
    function _epochBlock(Checkpoint calldata c) private view returns (uint64) {
        return c.lastBlock - uint64(c.lastBlock % EPOCH_LENGTH);
    }

    // ---------------------------------------------------------------------------------------------- effects

    function _accept(
        Checkpoint calldata c,
        Head memory head_,
        SetInfo memory info,
        bytes32 digest,
        uint256 bitmap,
        uint8 mode
    ) private {
        // Before a set change: the root of the checkpoint that changes the set was signed by the old one and is not quarantined.
        _recordRoot(c, head_, info, mode);
        _recordHead(c, digest);
        emit CheckpointAccepted(c.index, digest, c.withdrawalRoot, c.lastBlock, c.lastBlockHash, bitmap, mode);
    }

    /// @dev Each count has exactly one root and each root one count; the empty tree's root never becomes usable.
    function _recordRoot(Checkpoint calldata c, Head memory head_, SetInfo memory info, uint8 mode) private {
        if (c.withdrawalCount == 0) {
            if (head_.withdrawalCount != 0 || c.withdrawalRoot != WithdrawalTree.EMPTY_ROOT) {
                revert WrongWithdrawals(c.withdrawalCount, head_.withdrawalCount, c.withdrawalRoot);
            }
            return;
        }
        Root storage meta = _roots[c.withdrawalRoot];
        bool known = meta.acceptedAt != 0;
        bool fits = c.withdrawalCount == head_.withdrawalCount
            ? known && meta.count == c.withdrawalCount
            : !known && c.withdrawalCount > head_.withdrawalCount
                && c.withdrawalCount <= 1 << WithdrawalTree.DEPTH && c.withdrawalRoot != 0
                && c.withdrawalRoot != WithdrawalTree.EMPTY_ROOT;
        if (!fits) revert WrongWithdrawals(c.withdrawalCount, head_.withdrawalCount, c.withdrawalRoot);

        uint40 maturesAt = uint40(block.timestamp + _wait(info, mode));
        if (!known) {
            _roots[c.withdrawalRoot] = Root({
                acceptedAt: uint40(block.timestamp),
                maturesAt: maturesAt,
                index: uint48(c.index),
                count: uint48(c.withdrawalCount),
                mode: mode
            });
        } else if (maturesAt < meta.maturesAt) {
            // Accepting again, by a quorum now or with the set grown old, may only shorten the wait.
            (meta.maturesAt, meta.mode) = (maturesAt, mode);
        }
    }

    function _recordHead(Checkpoint calldata c, bytes32 digest) private {
        // Casts: index and lastBlock grow by at most MAX_RANGE a call, time is bounded by L1's, withdrawals by 2^32, deposits by the
        // vault's own count.
        _head = Head({
            index: uint48(c.index),
            lastBlock: uint48(c.lastBlock),
            acceptedAt: uint40(block.timestamp),
            lastTimestamp: uint40(c.lastTimestamp),
            withdrawalCount: uint40(c.withdrawalCount),
            depositCount: uint40(c.depositCount)
        });
        _digests[c.index % RING_SIZE] = digest;

        uint256 samples = _depositSamples;
        if (block.timestamp < uint32(samples >> 32) + SAMPLE_INTERVAL) return;
        uint256 made = IVault(VAULT).depositCount();
        _depositSamples = (samples << 64) | (uint256(uint32(block.timestamp)) << 32) | uint32(made);
    }

    function _handOver(Checkpoint calldata c, SetInfo memory info, bytes memory set, bytes memory nextSet) private {
        bytes32 given = QuorumLib.hash(nextSet);
        if (given != c.nextSetHash) revert WrongNextSet(given, c.nextSetHash);
        _changeSet(info, set, nextSet, given, c.lastBlock);
    }

    /// @dev `set` is the current one, `hash` is that of `nextSet`.
    function _changeSet(SetInfo memory info, bytes memory set, bytes memory nextSet, bytes32 hash, uint64 atBlock)
        private
    {
        (address changed, bool added) = QuorumLib.singleChange(set, nextSet);
        if (_excluded[changed]) info.excluded = added ? info.excluded + 1 : info.excluded - 1;
        info.activatedAt = uint40(block.timestamp);
        info.id += 1;
        info.size = uint8(nextSet.length / 20);
        _setHash = hash;
        _set = info;
        emit SignerSetChanged(info.id, changed, added, hash, atBlock);
    }

    /// @dev How long after acceptance a root is honoured: at once in the ordinary way; a day more under a young set; a day more
    /// when only a majority signed; a week when headers and proofs stand in for signatures.
    function _wait(SetInfo memory info, uint8 mode) private view returns (uint256 wait) {
        if (info.activatedAt != 0 && block.timestamp < info.activatedAt + QUARANTINE) wait = QUARANTINE;
        if (mode != MODE_QUORUM) wait += mode == MODE_MAJORITY ? MAJORITY_WAIT : SEALED_WAIT;
    }
}
