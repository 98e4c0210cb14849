// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "./Test.sol";

/// @title Base of the invariants: forge asks it what to call
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

    /// @dev The handler, and nothing else, is called.
    function _target() internal view virtual returns (address);

    /// @dev What of it; an action that stands there twice is called twice as often.
    function _actions() internal view virtual returns (bytes4[] memory actions);
}
