// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice An account as the sidechain's state trie holds it.
struct ProvenAccount {
    uint256 nonce;
    /// Wei of the sidechain's native coin.
    uint256 balance;
    bytes32 storageRoot;
    bytes32 codeHash;
}

/// @title Verifier of what `eth_getProof` answers
/// @dev Trust: none; pure. Proves that something is there, never that something is not: an absent account or slot reverts.
interface IStateProofs {
    /// @notice The trie holds something that is no account.
    error NotAnAccount(uint256 fields);

    /// @notice Reads an account under a state root; reverts unless the proof shows it.
    /// @param stateRoot State root of a block.
    /// @param account Address of the account.
    /// @param proof Nodes from the root to the account, as `eth_getProof` gives them in `accountProof`.
    function account(bytes32 stateRoot, address account, bytes[] calldata proof)
        external
        pure
        returns (ProvenAccount memory);

    /// @notice Reads a storage slot under an account's storage root; reverts unless the proof shows a value other than zero.
    /// @param storageRoot Storage root of the account.
    /// @param slot Position of the slot.
    /// @param proof Nodes from the root to the value, as `eth_getProof` gives them in `storageProof`.
    function slot(bytes32 storageRoot, bytes32 slot, bytes[] calldata proof) external pure returns (uint256 value);
}
