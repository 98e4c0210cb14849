// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @title Base of all tests
abstract contract Test {
    Vm internal constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    /// @dev Brings a fuzzed number into a range without discarding runs.
    function _bound(uint256 x, uint256 lowest, uint256 highest) internal pure returns (uint256) {
        if (x >= lowest && x <= highest) return x;
        uint256 size = highest - lowest + 1;
        return size == 0 ? x : lowest + (x % size);
    }

    function _account(string memory name) internal returns (address account) {
        account = address(uint160(uint256(keccak256(bytes(name)))));
        vm.label(account, name);
    }
}
