// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "./Test.sol";

/// @title Writes figures down for tools/gas.mjs
abstract contract GasNotes is Test {
    /// @dev Gas of the last call as a whole transaction.
    function _note(string memory name) internal {
        _note(name, vm.lastCallGas().gasTotalUsed);
    }

    /// @dev One small file per figure.
    function _note(string memory name, uint256 gas_) internal {
        vm.createDir("out/gas", true);
        vm.writeFile(string.concat("out/gas/", name), vm.toString(gas_));
    }
}
