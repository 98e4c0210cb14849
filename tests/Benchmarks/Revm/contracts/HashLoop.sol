// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Keccak over and over, as a contract does that checks proofs.
contract HashLoop {
    function run(uint256 times) external pure returns (bytes32 digest) {
        for (uint256 i = 0; i < times; i++) {
            digest = keccak256(abi.encode(digest, i));
        }
    }
}
