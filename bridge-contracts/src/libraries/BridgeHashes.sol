// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation} from "../interfaces/BridgeTypes.sol";

/// @title EIP-712 messages and identities of a bridge
/// @dev Trust: none; pure. One domain per bridge on both chains; three struct types that cannot stand for each other.
library BridgeHashes {
    /// @dev EIP-712 type of the domain.
    bytes32 internal constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)");
    /// @dev Name in the domain.
    string internal constant NAME = "PoaSidechain Bridge";
    /// @dev Version in the domain.
    string internal constant VERSION = "1";
    /// @dev EIP-712 type of a checkpoint.
    bytes32 internal constant CHECKPOINT_TYPEHASH = keccak256(
        "Checkpoint(uint64 index,uint32 round,uint64 firstBlock,uint64 lastBlock,uint64 lastTimestamp,"
        "uint64 withdrawalCount,uint64 depositCount,bytes32 parentDigest,bytes32 lastBlockHash,bytes32 stateRoot,"
        "bytes32 blocksRoot,bytes32 withdrawalRoot,bytes32 depositAcc,bytes32 setHash,bytes32 nextSetHash)"
    );
    /// @dev EIP-712 type of what signers say about L1's deposits.
    bytes32 internal constant DEPOSIT_ATTESTATION_TYPEHASH =
        keccak256("DepositAttestation(uint64 l1Block,uint64 count,bytes32 acc)");
    /// @dev EIP-712 type of the sidechain's one-time binding.
    bytes32 internal constant BINDING_TYPEHASH =
        keccak256("Binding(bytes32 deploymentId,uint256 sidechainChainId,bytes32 genesisHash,address vault)");
    /// @dev Prefix of the digest that checkpoint 1 names as its parent.
    bytes32 internal constant GENESIS_V1 = keccak256("PoaSidechain.GenesisCheckpoint.v1");

    /// @notice The name of a sidechain.
    function sidechainId(uint256 chainId, bytes32 genesisHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(chainId, genesisHash));
    }

    /// @notice Parent digest of the first checkpoint; never zero.
    function genesisDigest(bytes32 id) internal pure returns (bytes32) {
        return keccak256(abi.encode(GENESIS_V1, id));
    }

    /// @notice The bridge's domain separator.
    function domainSeparator(uint256 l1ChainId, address anchor, bytes32 id) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(NAME)), keccak256(bytes(VERSION)), l1ChainId, anchor, id)
        );
    }

    /// @notice EIP-712 digest of a struct hash in a domain.
    function digest(bytes32 domain, bytes32 structHash) internal pure returns (bytes32 hash) {
        // keccak256(0x1901 ‖ domain ‖ structHash). Proof: writes past the free memory pointer only.
        assembly ("memory-safe") {
            let free := mload(64)
            mstore(free, shl(240, 0x1901))
            mstore(add(free, 2), domain)
            mstore(add(free, 34), structHash)
            hash := keccak256(free, 66)
        }
    }

    /// @notice Digest of a checkpoint.
    function checkpoint(bytes32 domain, Checkpoint calldata c) internal pure returns (bytes32) {
        bytes32 typeHash = CHECKPOINT_TYPEHASH;
        bytes32 structHash;
        // Same as keccak256(abi.encode(typeHash, c)): 15 static fields lie in call data as they are encoded. Proof: writes past the
        // free memory pointer only. Bits beyond a field's width are not cleared; they change the hash, so no signature fits them.
        assembly ("memory-safe") {
            let free := mload(64)
            mstore(free, typeHash)
            calldatacopy(add(free, 32), c, 480)
            structHash := keccak256(free, 512)
        }
        return digest(domain, structHash);
    }

    /// @notice Digest of a deposit attestation.
    function depositAttestation(bytes32 domain, DepositAttestation calldata a) internal pure returns (bytes32) {
        return digest(domain, keccak256(abi.encode(DEPOSIT_ATTESTATION_TYPEHASH, a)));
    }

    /// @notice Digest of a binding.
    function binding(bytes32 domain, bytes32 deploymentId, uint256 chainId, bytes32 genesisHash, address vault)
        internal
        pure
        returns (bytes32)
    {
        return digest(domain, keccak256(abi.encode(BINDING_TYPEHASH, deploymentId, chainId, genesisHash, vault)));
    }
}
