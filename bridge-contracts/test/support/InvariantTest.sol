// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "./Test.sol";

/// @title Base of the invariants: forge asks it what to call
/// @dev One campaign looks for everything that must hold of a handler, for a campaign for each would repeat the same calls. Handlers keep
/// running sums, which are compared every few calls; what has to go through all that ever was is compared at the end of a sequence.
abstract contract InvariantTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = _target();
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(_target(), _actions());
    }

    /// @dev forge calls it at the end of each sequence.
    function afterInvariant() external view {
        _compareAll();
    }

    /// @dev All that ever was, against what the handler wrote down.
    function _compareAll() internal view virtual {}

    /// @dev The handler, and nothing else, is called.
    function _target() internal view virtual returns (address);

    /// @dev What of it; an action that stands there twice is called twice as often.
    function _actions() internal view virtual returns (bytes4[] memory actions);
}
