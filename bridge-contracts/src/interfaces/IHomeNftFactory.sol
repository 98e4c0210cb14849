// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INftMirrorFactory} from "./INftMirrorFactory.sol";

/// @title Creates the L1 mirrors of the sidechain's collections
/// @dev Trust: the bridge that created it.
interface IHomeNftFactory is INftMirrorFactory {
    /// @notice Whose mirrors they are.
    function BRIDGE() external view returns (address);
}
