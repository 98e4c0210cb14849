// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IExecutor} from "../../src/interfaces/IExecutor.sol";

/// @title A contract that acts on messages, as an application would
contract Listener {
    error NotTheExecutor(address caller);
    error Refused();

    address public immutable EXECUTOR;
    address public lastSender;
    uint256 public lastValue;
    bytes public lastData;
    uint256 public calls;
    bool public refuses;
    /// @dev Calls made back while a message is being delivered.
    address private _target;
    bytes private _call;
    bool public reentered;

    constructor(address executor) {
        EXECUTOR = executor;
    }

    function refuse(bool yes) external {
        refuses = yes;
    }

    function callBack(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    function burn(uint256 gas_) external payable {
        uint256 start = gasleft();
        while (start - gasleft() < gas_) {}
        ++calls;
    }

    receive() external payable {
        _act("");
    }

    fallback(bytes calldata data) external payable returns (bytes memory) {
        _act(data);
        return new bytes(100_000); // nobody copies it
    }

    function _act(bytes memory data) private {
        if (msg.sender != EXECUTOR) revert NotTheExecutor(msg.sender);
        if (refuses) revert Refused();
        (lastSender, lastValue, lastData) = (IExecutor(EXECUTOR).sender(), msg.value, data);
        ++calls;
        if (_target != address(0)) (reentered,) = _target.call(_call);
    }
}
