// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "./BridgeTypes.sol";

/// @title Second opinion on a checkpoint: a validity- or fraud-proof module
/// @dev Trust: the anchor asks it, if it was deployed with one, in addition to the quorum and never instead of it. A faulty
/// verifier can halt the bridge, it cannot make a checkpoint acceptable.
interface IExtraVerifier {
    /// @notice Reverts unless the checkpoint is acceptable.
    /// @param digest EIP-712 digest of the checkpoint.
    /// @param checkpoint The checkpoint.
    /// @param proof What the submitter supplied for this verifier, `Extras.proof`.
    function verifyCheckpoint(bytes32 digest, Checkpoint calldata checkpoint, bytes calldata proof) external view;
}
