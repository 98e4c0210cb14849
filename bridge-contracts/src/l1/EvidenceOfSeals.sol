// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IEvidence, SealedState} from "../interfaces/IEvidence.sol";
import {ProvenAccount} from "../interfaces/IStateProofs.sol";
import {Predeploys} from "../l2/Predeploys.sol";
import {CliqueHeader, CliqueHeaders} from "../libraries/CliqueHeaders.sol";
import {CliqueVotes} from "../libraries/CliqueVotes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {EvidenceOfVotes} from "./EvidenceOfVotes.sol";

/// @title Sealed headers in the place of signatures
/// @dev Trust: that a quorum of the set does not seal a chain it then abandons. Clique has no
/// finality, so a checkpoint accepted so waits seven days, in which guardians may veto it.
abstract contract EvidenceOfSeals is EvidenceOfVotes {
    /// @notice Age of the head from which sealed headers stand in for signatures, seconds.
    uint256 public constant SEALED_AFTER = 72 hours;

    /// @inheritdoc IEvidence
    function submitSealed(Checkpoint calldata c, bytes calldata set, bytes[] calldata headers, SealedState calldata state)
        external
    {
        bytes memory members = set;
        _requireSet(members, IAnchor(ANCHOR).setHash());
        (,, uint40 since,) = IAnchor(ANCHOR).head();
        _requireAge(since, SEALED_AFTER);
        uint256 sealers = _segment(c, members, headers);
        CliqueVotes.requireSealers(sealers, QuorumLib.quorum(QuorumLib.size(members)));
        // Nobody has signed for a change of the set, and no tree of blocks can be shown.
        if (c.nextSetHash != c.setHash || c.blocksRoot != 0 || c.round != 0) revert NotPlain();
        _requireState(c, state);
        IAnchor(ANCHOR).submit(c, set, sealers, "", "");
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
            if (!fits) revert CliqueVotes.WrongHeader(i);
            sealers |= 1 << CliqueVotes.sealer(set, raw, h, i, _isExcluded);
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
}
