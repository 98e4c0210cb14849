// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, LeafProof} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {Accused, IEvidence} from "../interfaces/IEvidence.sol";
import {ProvenAccount} from "../interfaces/IStateProofs.sol";
import {Predeploys} from "../l2/Predeploys.sol";
import {BlocksTree} from "../libraries/BlocksTree.sol";
import {CliqueHeader, CliqueHeaders} from "../libraries/CliqueHeaders.sol";
import {CliqueVotes} from "../libraries/CliqueVotes.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {EvidenceBase} from "./EvidenceBase.sol";
import {EvidenceOfSeals} from "./EvidenceOfSeals.sol";

/// @title Evidence
/// @dev Trust: none. Apart from the anchor because together they would exceed the size limit of a contract (EIP-170). See
/// `IEvidence`. Whatever cannot be read as a header of this chain is no evidence: were the sidechain ever to gain header fields, true
/// checkpoints must not fall.
contract Evidence is EvidenceOfSeals {
    /// @notice See `EvidenceBase`.
    constructor(address anchor) EvidenceBase(anchor) {}

    /// @inheritdoc IEvidence
    function challengeHeader(Accused calldata accused, bytes calldata header) external {
        Checkpoint calldata c = accused.chain[0];
        bytes memory raw = header;
        CliqueHeader memory h = CliqueHeaders.parse(raw, HEADER_FIELDS);
        if (h.hash != c.lastBlockHash) revert CliqueVotes.WrongHeader(0);
        if (h.number != c.lastBlock || h.timestamp != c.lastTimestamp || h.stateRoot != c.stateRoot) {
            return _takeBack(accused, "header");
        }
        if (c.lastBlock == c.firstBlock && h.parentHash != _before(accused)) return _takeBack(accused, "link");
        _judge(accused, raw, h);
    }

    /// @inheritdoc IEvidence
    function challengeBlock(
        Accused calldata accused,
        uint64 number,
        bytes calldata header,
        LeafProof calldata proof,
        bytes32 parentHash,
        LeafProof calldata parentProof
    ) external {
        Checkpoint calldata c = accused.chain[0];
        bytes memory raw = header;
        CliqueHeader memory h = CliqueHeaders.parse(raw, HEADER_FIELDS);
        _requireBlock(c, number, h.hash, proof);
        if (h.number != number) return _takeBack(accused, "header");
        if (number == c.lastBlock && h.hash != c.lastBlockHash) return _takeBack(accused, "link");
        if (number == c.firstBlock) {
            parentHash = _before(accused);
        } else {
            _requireBlock(c, number - 1, parentHash, parentProof);
        }
        if (h.parentHash != parentHash) return _takeBack(accused, "link");
        _judge(accused, raw, h);
    }

    /// @inheritdoc IEvidence
    function challengeState(
        Accused calldata accused,
        address account,
        uint256 slot,
        bytes[] calldata accountProof,
        bytes[] calldata slotProof
    ) external {
        uint256 said = _said(accused.chain[0], account, slot);
        ProvenAccount memory proven = STATE_PROOFS.account(accused.chain[0].stateRoot, account, accountProof);
        if (STATE_PROOFS.slot(proven.storageRoot, bytes32(slot), slotProof) == said) revert NoEvidence();
        _takeBack(accused, "state");
    }

    /// @dev What a checkpoint says of a slot.
    function _said(Checkpoint calldata c, address account, uint256 slot) private pure returns (uint256) {
        if (account == Predeploys.OUTBOX && slot == 0) return uint256(c.withdrawalRoot);
        if (account == Predeploys.OUTBOX && slot == 1) return c.withdrawalCount;
        if (account == Predeploys.INBOX && slot == 0) return c.depositCount;
        if (account == Predeploys.INBOX && slot == 1) return uint256(c.depositAcc);
        revert NoEvidence();
    }

    /// @dev Blocks of a checkpoint were sealed by members of its set, and epoch blocks list that set; up to the votes of a rotation
    /// an older set may still have sealed.
    function _judge(Accused calldata accused, bytes memory raw, CliqueHeader memory h) private {
        bytes memory set = accused.set;
        _requireSet(set, accused.chain[0].setHash);
        if (h.number <= rotatedUpTo) revert NoEvidence();
        if (h.number % EPOCH_LENGTH == 0 && keccak256(h.signers) != keccak256(set)) return _takeBack(accused, "epoch");
        address sealer = CliqueHeaders.sealerOrNobody(raw, h);
        if (CliqueVotes.positionOf(set, sealer) == QuorumLib.size(set)) return _takeBack(accused, "seal");
        revert NoEvidence();
    }

    function _requireBlock(Checkpoint calldata c, uint64 number, bytes32 blockHash, LeafProof calldata proof)
        private
        pure
    {
        if (number < c.firstBlock || number > c.lastBlock) revert BlockNotProven(number, blockHash);
        bytes32 leaf = BlocksTree.leafHash(number, blockHash);
        bytes32 root =
            MerklePath.rootOf(leaf, number - c.firstBlock, BlocksTree.DEPTH, proof.mask, proof.siblings);
        if (root != c.blocksRoot) revert BlockNotProven(number, blockHash);
    }

    /// @dev Hash of the block before the accused range. The anchor checks that `good` is what the accused builds on.
    function _before(Accused calldata accused) private view returns (bytes32) {
        return accused.chain[0].parentDigest == GENESIS_DIGEST ? GENESIS_HASH : accused.good.lastBlockHash;
    }

    /// @dev The anchor checks that the accused was accepted and that nothing after it is left out.
    function _takeBack(Accused calldata accused, bytes32 reason) private {
        IAnchor(ANCHOR).takeBack(accused.good, accused.chain, accused.set, reason);
    }
}
