// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IEvidence, SealedState} from "../interfaces/IEvidence.sol";
import {ProvenAccount} from "../interfaces/IStateProofs.sol";
import {Predeploys} from "../l2/Predeploys.sol";
import {Bits} from "../libraries/Bits.sol";
import {CliqueHeader, CliqueHeaders} from "../libraries/CliqueHeaders.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {EvidenceBase} from "./EvidenceBase.sol";

/// @title Sealed headers in the place of signatures
/// @dev Trust: that the majority of the set, or a quorum for checkpoints, does not seal a chain it then abandons. Clique has no
/// finality, so a checkpoint accepted so waits seven days, in which guardians may veto it.
abstract contract EvidenceOfSeals is EvidenceBase {
    /// @notice Age of the head, and of the set, from which votes in headers change the set, seconds.
    uint256 public constant ROTATE_AFTER = 24 hours;
    /// @notice Age of the head from which sealed headers stand in for signatures, seconds.
    uint256 public constant SEALED_AFTER = 72 hours;

    bytes8 private constant ADD = 0xffffffffffffffff;

    /// @inheritdoc IEvidence
    function rotateByVotes(bytes calldata set, bytes calldata nextSet, bytes[] calldata headers) external {
        bytes memory members = set;
        _requireSet(members, IAnchor(ANCHOR).setHash());
        (, uint64 lastBlock, uint40 since,) = IAnchor(ANCHOR).head();
        (,, uint40 changedAt) = IAnchor(ANCHOR).signerSet();
        _requireAge(changedAt > since ? changedAt : since, ROTATE_AFTER);

        uint64 newest = _countVotes(members, nextSet, headers, lastBlock);
        if (newest > rotatedUpTo) rotatedUpTo = newest;
        IAnchor(ANCHOR).rotate(set, nextSet, newest);
    }

    /// @inheritdoc IEvidence
    function submitSealed(Checkpoint calldata c, bytes calldata set, bytes[] calldata headers, SealedState calldata state)
        external
    {
        bytes memory members = set;
        _requireSet(members, IAnchor(ANCHOR).setHash());
        (,, uint40 since,) = IAnchor(ANCHOR).head();
        _requireAge(since, SEALED_AFTER);
        uint256 sealers = _segment(c, members, headers);
        _requireSealers(sealers, QuorumLib.quorum(QuorumLib.size(members)));
        // Nobody has signed for a change of the set, and no tree of blocks can be shown.
        if (c.nextSetHash != c.setHash || c.blocksRoot != 0 || c.round != 0) revert NotPlain();
        _requireState(c, state);
        IAnchor(ANCHOR).submit(c, set, sealers, "", "");
    }

    /// @dev Reverts unless more than half voted so; returns the newest of the blocks.
    function _countVotes(bytes memory set, bytes memory nextSet, bytes[] calldata headers, uint64 lastBlock)
        private
        view
        returns (uint64 newest)
    {
        (address changed, bool added) = QuorumLib.singleChange(set, nextSet);
        uint256 sealers;
        uint256 epoch;
        for (uint256 i = 0; i < headers.length; ++i) {
            bytes memory raw = headers[i];
            CliqueHeader memory h = CliqueHeaders.parse(raw, HEADER_FIELDS);
            // Clique forgets all votes at an epoch block, so they count within one epoch only.
            if (i == 0) epoch = h.number / EPOCH_LENGTH;
            if (h.number <= lastBlock || h.number / EPOCH_LENGTH != epoch) revert WrongHeader(i);
            // An epoch block carries no vote; its beneficiary is zero, which is nobody's address in a set.
            if (h.beneficiary != changed || h.nonce != (added ? ADD : bytes8(0))) revert NotAVote(i);
            sealers |= 1 << _sealer(set, raw, h, i);
            if (h.number > newest) newest = h.number;
        }
        _requireSealers(sealers, QuorumLib.majority(QuorumLib.size(set)));
    }

    /// @dev Consecutive headers from the checkpoint's last block on, all sealed by members.
    function _segment(Checkpoint calldata c, bytes memory set, bytes[] calldata headers)
        private
        view
        returns (uint256 sealers)
    {
        bytes32 parent;
        for (uint256 i = 0; i < headers.length; ++i) {
            bytes memory raw = headers[i];
            CliqueHeader memory h = CliqueHeaders.parse(raw, HEADER_FIELDS);
            bool fits = i == 0
                ? h.hash == c.lastBlockHash && h.number == c.lastBlock && h.stateRoot == c.stateRoot
                    && h.timestamp == c.lastTimestamp
                : h.parentHash == parent && h.number == c.lastBlock + i;
            // Clique itself says at epoch blocks who may seal.
            if (h.signers.length != 0) fits = fits && keccak256(h.signers) == keccak256(set);
            if (!fits) revert WrongHeader(i);
            sealers |= 1 << _sealer(set, raw, h, i);
            parent = h.hash;
        }
    }

    function _requireState(Checkpoint calldata c, SealedState calldata state) private view {
        if (c.depositCount == 0) revert NothingDeposited();
        ProvenAccount memory outbox = STATE_PROOFS.account(c.stateRoot, Predeploys.OUTBOX, state.outbox);
        _requireSlot(Predeploys.OUTBOX, outbox.storageRoot, 0, state.outboxRoot, uint256(c.withdrawalRoot));
        // Zero is not in a trie. The root of the empty tree says as much, and the anchor lets no other count have it.
        if (c.withdrawalCount != 0 || c.withdrawalRoot != WithdrawalTree.EMPTY_ROOT) {
            _requireSlot(Predeploys.OUTBOX, outbox.storageRoot, 1, state.outboxCount, c.withdrawalCount);
        }
        ProvenAccount memory inbox = STATE_PROOFS.account(c.stateRoot, Predeploys.INBOX, state.inbox);
        _requireSlot(Predeploys.INBOX, inbox.storageRoot, 0, state.inboxCount, c.depositCount);
        _requireSlot(Predeploys.INBOX, inbox.storageRoot, 1, state.inboxAcc, uint256(c.depositAcc));
    }

    function _requireSlot(address account, bytes32 storageRoot, uint256 slot, bytes[] calldata proof, uint256 expected)
        private
        view
    {
        uint256 value = STATE_PROOFS.slot(storageRoot, bytes32(slot), proof);
        if (value != expected) revert StateDiffers(account, slot, value);
    }

    /// @dev Position of the member that sealed the header.
    function _sealer(bytes memory set, bytes memory raw, CliqueHeader memory h, uint256 position)
        private
        view
        returns (uint256 member)
    {
        address sealer = CliqueHeaders.sealer(raw, h);
        member = _positionOf(set, sealer);
        if (member == QuorumLib.size(set) || IAnchor(ANCHOR).isExcluded(sealer)) revert NotASealer(position, sealer);
    }

    function _requireSealers(uint256 sealers, uint256 need) private pure {
        uint256 have = Bits.count(sealers);
        if (have < need) revert TooFewSealers(have, need);
    }

    function _requireAge(uint256 since, uint256 age) private view {
        if (block.timestamp < since + age) revert TooEarly(since + age);
    }
}
