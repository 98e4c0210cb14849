// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation, DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {BlocksTree} from "../../src/libraries/BlocksTree.sol";
import {BridgeHashes} from "../../src/libraries/BridgeHashes.sol";
import {CliqueHeader, CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {DepositChain} from "../../src/libraries/DepositChain.sol";
import {MerklePath} from "../../src/libraries/MerklePath.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {WithdrawalTree} from "../../src/libraries/WithdrawalTree.sol";

/// @title Library functions as external calls, so that reverts can be expected
contract LibraryHarness {
    function quorum(uint256 n) external pure returns (uint256) {
        return QuorumLib.quorum(n);
    }

    function setHash(bytes memory set) external pure returns (bytes32) {
        return QuorumLib.hash(set);
    }

    function requireValid(bytes memory set) external pure returns (uint256) {
        return QuorumLib.requireValid(set);
    }

    function singleChange(bytes memory set, bytes memory next) external pure returns (address, bool) {
        return QuorumLib.singleChange(set, next);
    }

    function requireQuorum(bytes32 digest, bytes memory set, uint256 bitmap, bytes calldata sigs)
        external
        view
        returns (uint256)
    {
        return QuorumLib.requireQuorum(digest, set, bitmap, sigs);
    }

    function rootOf(bytes32 leaf, uint256 index, uint256 depth, uint256 mask, bytes32[] memory siblings)
        external
        pure
        returns (bytes32)
    {
        return MerklePath.rootOf(leaf, index, depth, mask, siblings);
    }

    function leafHash(Leaf memory leaf, bytes32 id, uint256 l1ChainId, address vault) external pure returns (bytes32) {
        return WithdrawalTree.leafHash(leaf, id, l1ChainId, vault);
    }

    function blockLeaf(uint256 number, bytes32 hash) external pure returns (bytes32) {
        return BlocksTree.leafHash(number, hash);
    }

    function depositStart(bytes32 id, address vault) external pure returns (bytes32) {
        return DepositChain.start(id, vault);
    }

    function depositHash(DepositData memory d, bytes32 id, uint256 l1ChainId, address vault)
        external
        pure
        returns (bytes32)
    {
        return DepositChain.hash(d, id, l1ChainId, vault);
    }

    function depositAppend(bytes32 acc, bytes32 hash) external pure returns (bytes32) {
        return DepositChain.append(acc, hash);
    }

    function sidechainId(uint256 chainId, bytes32 genesisHash) external pure returns (bytes32) {
        return BridgeHashes.sidechainId(chainId, genesisHash);
    }

    function genesisDigest(bytes32 id) external pure returns (bytes32) {
        return BridgeHashes.genesisDigest(id);
    }

    function domainSeparator(uint256 l1ChainId, address anchor, bytes32 id) external pure returns (bytes32) {
        return BridgeHashes.domainSeparator(l1ChainId, anchor, id);
    }

    function checkpointDigest(bytes32 domain, Checkpoint calldata c) external pure returns (bytes32) {
        return BridgeHashes.checkpoint(domain, c);
    }

    function attestationDigest(bytes32 domain, DepositAttestation calldata a) external pure returns (bytes32) {
        return BridgeHashes.depositAttestation(domain, a);
    }

    function bindingDigest(
        bytes32 domain,
        bytes32 deploymentId,
        uint256 sidechainChainId,
        bytes32 genesisHash,
        address vault
    ) external pure returns (bytes32) {
        return BridgeHashes.binding(domain, deploymentId, sidechainChainId, genesisHash, vault);
    }

    function parseGenesis(bytes memory raw) external pure returns (CliqueHeader memory) {
        return CliqueHeaders.parseGenesis(raw);
    }

    function parse(bytes memory raw, uint256 fields) external pure returns (CliqueHeader memory) {
        return CliqueHeaders.parse(raw, fields);
    }

    function sealHash(bytes memory raw, uint256 fields) external pure returns (bytes32) {
        return CliqueHeaders.sealHash(raw, CliqueHeaders.parse(raw, fields));
    }

    function sealer(bytes memory raw, uint256 fields) external pure returns (address) {
        return CliqueHeaders.sealer(raw, CliqueHeaders.parse(raw, fields));
    }
}
