// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {AnchorState} from "./AnchorState.sol";

/// @title What the anchor does when signers fail: evidence, taking back, pause, death
/// @dev Trust: none for evidence and death, which follow from what anyone can show; `PAUSE_BOARD` for a pause, which ends by itself
/// and stops neither of the two, and for a veto.
abstract contract AnchorEmergency is AnchorState {
    modifier onlyEvidence() {
        if (msg.sender != EVIDENCE) revert OnlyEvidence(msg.sender);
        _;
    }

    /// @inheritdoc IAnchor
    function declareDead(Checkpoint calldata last) external {
        Head memory head_ = _head;
        SetInfo memory info = _set;
        if (info.dead) revert Dead();
        uint256 earliest = head_.acceptedAt + DEAD_AFTER;
        if (block.timestamp < earliest) revert NotSilentLongEnough(uint40(earliest));
        bytes32 digest = _digests[head_.index % RING_SIZE];
        // Before the first checkpoint nothing was consumed and there is no state to leave from: deposits are refunded.
        if (head_.lastBlock != 0) {
            _requireDigest(last, digest);
            _exitStateRoot = last.stateRoot;
        }
        info.dead = true;
        _set = info;
        emit DeclaredDead(head_.index, digest, _exitStateRoot);
    }

    /// @inheritdoc IAnchor
    function reportDoubleAttestation(
        bytes calldata set,
        uint256 member,
        Checkpoint calldata a,
        Checkpoint calldata b,
        bytes calldata sigA,
        bytes calldata sigB
    ) external {
        bytes memory members = set;
        bytes32 given = QuorumLib.hash(members);
        if (given != _setHash) revert WrongSignerSet(given, _setHash);
        bytes32 digestA = BridgeHashes.checkpoint(DOMAIN_SEPARATOR, a);
        bytes32 digestB = BridgeHashes.checkpoint(DOMAIN_SEPARATOR, b);
        if (a.index != b.index || a.round != b.round || digestA == digestB || member >= QuorumLib.size(members)) {
            revert NoEquivocation();
        }
        address signer = QuorumLib.memberAt(members, member);
        if (_excluded[signer]) revert ExcludedSigner(signer);
        QuorumLib.requireSignature(digestA, sigA, member, signer);
        QuorumLib.requireSignature(digestB, sigB, member, signer);
        _excluded[signer] = true;
        _set.excluded += 1; // at most the 255 members of the set
        emit Equivocation(signer, a.index, a.round);
    }

    /// @inheritdoc IAnchor
    function takeBack(Checkpoint calldata good, Checkpoint[] calldata chain, bytes calldata set, bytes32 reason)
        external
    {
        if (msg.sender != EVIDENCE && msg.sender != PAUSE_BOARD) revert OnlyEvidence(msg.sender);
        if (_set.dead) revert Dead();
        Head memory head_ = _head;
        bytes32 digest = _digests[head_.index % RING_SIZE];
        uint64 from = chain[0].index;
        // By the digests from the newest down: nobody can leave one out, and the ring's length does not matter.
        for (uint256 i = chain.length; i > 0; --i) {
            Checkpoint calldata c = chain[i - 1];
            _requireDigest(c, digest);
            digest = c.parentDigest;
            if (_roots[c.withdrawalRoot].index >= from) delete _roots[c.withdrawalRoot];
        }
        _voided.push(Range(from, head_.index));
        _rewind(good, digest, head_);
        if (chain[0].setHash != _setHash) _restoreSet(set, chain[0].setHash);
        emit CheckpointsVoided(from, head_.index, reason);
    }

    /// @inheritdoc IAnchor
    function pause(uint40 until) external {
        if (msg.sender != PAUSE_BOARD) revert OnlyPauseBoard(msg.sender);
        if (until > block.timestamp + MAX_PAUSE) revert PauseTooLong(until, uint40(block.timestamp + MAX_PAUSE));
        _set.pausedUntil = until;
        emit AcceptancePaused(until);
    }

    /// @dev The last good checkpoint is the head again, under a new index: indices never go back, so that what was voided cannot get
    /// its name back. The time of the last acceptance stays, so that silence is counted as before.
    function _rewind(Checkpoint calldata good, bytes32 digest, Head memory head_) private {
        Head memory rewound;
        (rewound.index, rewound.acceptedAt) = (head_.index + 1, head_.acceptedAt);
        if (digest != BridgeHashes.genesisDigest(SIDECHAIN_ID)) {
            _requireDigest(good, digest);
            // Casts: these numbers were a head's before.
            rewound.lastBlock = uint48(good.lastBlock);
            rewound.lastTimestamp = uint40(good.lastTimestamp);
            rewound.withdrawalCount = uint40(good.withdrawalCount);
            rewound.depositCount = uint40(good.depositCount);
        }
        _head = rewound;
        _digests[rewound.index % RING_SIZE] = digest;
    }

    /// @dev The set that was current when the first voided checkpoint was accepted. It counts as young again.
    function _restoreSet(bytes memory set, bytes32 expected) private {
        bytes32 given = QuorumLib.hash(set);
        if (given != expected) revert WrongSignerSet(given, expected);
        SetInfo memory info = _set;
        info.size = uint8(QuorumLib.size(set));
        info.activatedAt = uint40(block.timestamp);
        info.id += 1;
        info.excluded = 0;
        for (uint256 i = 0; i < info.size; ++i) {
            if (_excluded[QuorumLib.memberAt(set, i)]) info.excluded += 1;
        }
        _set = info;
        _setHash = expected;
        emit SignerSetRestored(info.id, expected);
    }

    function _requireDigest(Checkpoint calldata c, bytes32 expected) private view {
        bytes32 given = BridgeHashes.checkpoint(DOMAIN_SEPARATOR, c);
        if (given != expected) revert NotTheHead(given, expected);
    }
}
