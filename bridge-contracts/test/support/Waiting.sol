// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Indices a handler knows to wait in a queue, in no order
library Waiting {
    /// @dev One of them, or `otherwise` if none waits.
    function pick(uint256[] storage queue, uint256 place, uint256 otherwise) internal view returns (uint256) {
        return queue.length == 0 ? otherwise : queue[place % queue.length];
    }

    /// @dev Takes one out; panics if it does not wait.
    function remove(uint256[] storage queue, uint256 index) internal {
        uint256 place = 0;
        while (queue[place] != index) ++place;
        queue[place] = queue[queue.length - 1];
        queue.pop();
    }
}
