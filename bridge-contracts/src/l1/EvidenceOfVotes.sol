// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IEvidence} from "../interfaces/IEvidence.sol";
import {CliqueVotes, VoteRules} from "../libraries/CliqueVotes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {EvidenceBase} from "./EvidenceBase.sol";

/// @title Votes in headers in the place of a handover
/// @dev Trust: that more than half of the set does not vote for a set that the sidechain does not have. Where it does, two guardians
/// undo it before anything matures that the new set signed.
abstract contract EvidenceOfVotes is EvidenceBase {
    /// @notice Age of the head, and of the set, from which votes in headers change the set, seconds.
    uint256 public constant ROTATE_AFTER = 24 hours;

    /// @dev Slot 0, beside `rotatedUpTo`: when the last rotation was, and `rotatedUpTo` before it.
    uint40 private _rotatedAt;
    uint64 private _rotatedUpToBefore;
    /// @dev Slot 1: hash of the set before the last rotation. Slot 2: digest of the head that it found.
    bytes32 private _rotatedFrom;
    bytes32 private _rotatedOn;
    /// @dev Slot 3: votes about a member in blocks up to this were vetoed.
    mapping(address member => uint64) private _vetoedUpTo;

    /// @inheritdoc IEvidence
    function rotateByVotes(bytes calldata set, bytes calldata nextSet, bytes[] calldata headers) external {
        bytes memory members = set;
        bytes32 current = IAnchor(ANCHOR).setHash();
        _requireSet(members, current);
        uint40 paused = IAnchor(ANCHOR).pausedUntil();
        if (block.timestamp < paused) revert Paused(paused);
        (, uint64 lastBlock, uint40 since, bytes32 digest) = IAnchor(ANCHOR).head();
        (,, uint40 changedAt) = IAnchor(ANCHOR).signerSet();
        _requireAge(changedAt > since ? changedAt : since, ROTATE_AFTER);

        uint64 newest = CliqueVotes.count(members, _rules(members, nextSet, lastBlock), headers, _isExcluded);
        (_rotatedAt, _rotatedUpToBefore) = (uint40(block.timestamp), rotatedUpTo);
        (_rotatedFrom, _rotatedOn) = (current, digest);
        if (newest > rotatedUpTo) rotatedUpTo = newest;
        IAnchor(ANCHOR).rotate(set, nextSet, newest);
    }

    /// @inheritdoc IEvidence
    function undoRotation(
        bytes calldata rotated,
        bytes calldata previous,
        Checkpoint calldata good,
        Checkpoint[] calldata chain
    ) external {
        if (msg.sender != IAnchor(ANCHOR).PAUSE_BOARD()) revert OnlyPauseBoard(msg.sender);
        if (_rotatedAt == 0) revert NoRotation();
        uint256 latest = _rotatedAt + IAnchor(ANCHOR).QUARANTINE();
        if (block.timestamp >= latest) revert TooLateToUndo(latest);
        _requireSet(previous, _rotatedFrom);
        _requireSince(chain);
        // Restores the rotated set if a handover followed; whatever else the chain held is checked by the anchor.
        if (chain.length != 0) IAnchor(ANCHOR).takeBack(good, chain, rotated, "rotation");
        _requireSet(rotated, IAnchor(ANCHOR).setHash());

        (address changed,) = QuorumLib.singleChange(rotated, previous);
        _vetoedUpTo[changed] = rotatedUpTo;
        (rotatedUpTo, _rotatedAt) = (_rotatedUpToBefore, 0);
        (_rotatedFrom, _rotatedOn) = (0, 0);
        (, uint64 lastBlock,,) = IAnchor(ANCHOR).head();
        emit RotationUndone(changed, QuorumLib.hash(previous));
        IAnchor(ANCHOR).rotate(rotated, previous, lastBlock);
    }

    /// @inheritdoc IEvidence
    function lastRotation() external view returns (bytes32 previous, bytes32 head, uint256 undoableUntil) {
        if (_rotatedAt != 0) undoableUntil = _rotatedAt + IAnchor(ANCHOR).QUARANTINE();
        return (_rotatedFrom, _rotatedOn, undoableUntil);
    }

    /// @dev Votes about a member that were vetoed stay so: the next veto would be the guardians' last for a month.
    function _rules(bytes memory set, bytes memory nextSet, uint64 settled) private view returns (VoteRules memory) {
        (address changed, bool added) = QuorumLib.singleChange(set, nextSet);
        uint64 vetoed = _vetoedUpTo[changed];
        return VoteRules(changed, added, vetoed > settled ? vetoed : settled, EPOCH_LENGTH, HEADER_FIELDS);
    }

    /// @dev Without the chain the head must be the one that the rotation found: what the new set had accepted goes with it.
    function _requireSince(Checkpoint[] calldata chain) private view {
        bytes32 digest;
        if (chain.length == 0) (,,, digest) = IAnchor(ANCHOR).head();
        else digest = chain[0].parentDigest;
        if (digest != _rotatedOn) revert NotSinceRotation(digest, _rotatedOn);
    }
}
