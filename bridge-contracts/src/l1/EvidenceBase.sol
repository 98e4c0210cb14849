// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "../interfaces/IAnchor.sol";
import {IEvidence} from "../interfaces/IEvidence.sol";
import {IStateProofs} from "../interfaces/IStateProofs.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";

/// @title What both halves of `Evidence` know
/// @dev Slots: 0 number of the newest counted vote · 0..3 see `EvidenceOfVotes`.
abstract contract EvidenceBase is IEvidence {
    /// @inheritdoc IEvidence
    address public immutable ANCHOR;
    IStateProofs internal immutable STATE_PROOFS;
    uint256 internal immutable HEADER_FIELDS;
    uint256 internal immutable EPOCH_LENGTH;
    bytes32 internal immutable GENESIS_HASH;
    bytes32 internal immutable GENESIS_DIGEST;

    /// @inheritdoc IEvidence
    uint64 public rotatedUpTo;

    /// @notice Built after its anchor and only where the anchor expects it.
    /// @param anchor The anchor.
    constructor(address anchor) {
        if (anchor.code.length == 0 || IAnchor(anchor).EVIDENCE() != address(this)) revert BadConfiguration("anchor");
        ANCHOR = anchor;
        STATE_PROOFS = IStateProofs(IAnchor(anchor).STATE_PROOFS());
        HEADER_FIELDS = IAnchor(anchor).HEADER_FIELDS();
        EPOCH_LENGTH = IAnchor(anchor).EPOCH_LENGTH();
        GENESIS_HASH = IAnchor(anchor).GENESIS_HASH();
        GENESIS_DIGEST = BridgeHashes.genesisDigest(IAnchor(anchor).SIDECHAIN_ID());
    }

    function _requireSet(bytes memory set, bytes32 expected) internal pure {
        bytes32 given = QuorumLib.hash(set);
        if (given != expected) revert WrongSignerSet(given, expected);
    }

    function _isExcluded(address member) internal view returns (bool) {
        return IAnchor(ANCHOR).isExcluded(member);
    }

    function _requireAge(uint256 since, uint256 age) internal view {
        if (block.timestamp < since + age) revert TooEarly(since + age);
    }
}
