// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {AnchorState} from "./AnchorState.sol";

/// @title What the anchor does when signers fail: evidence, pause, death
/// @dev Trust: none for evidence and death, which follow from what anyone can show; `PAUSE_BOARD` for a pause, which ends by itself
/// and stops neither of the two.
abstract contract AnchorEmergency is AnchorState {
    /// @inheritdoc IAnchor
    function declareDead(Checkpoint calldata last) external {
        Head memory head_ = _head;
        SetInfo memory info = _set;
        if (info.dead) revert Dead();
        uint256 earliest = head_.acceptedAt + DEAD_AFTER;
        if (block.timestamp < earliest) revert NotSilentLongEnough(uint40(earliest));
        bytes32 digest = _digests[head_.index % RING_SIZE];
        // Before the first checkpoint nothing was consumed and there is no state to leave from: deposits are refunded.
        if (head_.index != 0) {
            bytes32 given = BridgeHashes.checkpoint(DOMAIN_SEPARATOR, last);
            if (given != digest) revert NotTheHead(given, digest);
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
    function pause(uint40 until) external {
        if (msg.sender != PAUSE_BOARD) revert OnlyPauseBoard(msg.sender);
        if (until > block.timestamp + MAX_PAUSE) revert PauseTooLong(until, uint40(block.timestamp + MAX_PAUSE));
        _set.pausedUntil = until;
        emit AcceptancePaused(until);
    }
}
