// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAttestations} from "../interfaces/IAttestations.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {CliqueVotes, VoteRules} from "../libraries/CliqueVotes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title SignerRegistry
/// @dev Trust: a quorum of the genesis signers and of the sets that follow. If that trust fails the bridge is lost on L1 as well;
/// this contract adds no trust of its own. A genesis contract: no constructor, no immutables. See `ISignerRegistry`.
contract SignerRegistry is ISignerRegistry {
    /// @notice How long no quorum must have spoken, and the set not have changed, before votes count, seconds.
    uint256 public constant ROTATE_AFTER = 24 hours;

    /// @dev Slot 0; written by the genesis.
    bytes32 private _setHash;
    /// @dev Slot 1.
    uint24 private _setId;
    uint64 private _lastHandover;
    /// @dev Slot 2; written by the genesis.
    bytes32 private _deploymentId;
    /// @dev Slot 3; zero until bound.
    bytes32 private _sidechainId;
    /// @dev Slot 4.
    address private _vault;
    uint96 private _l1ChainId;
    /// @dev Slot 5.
    address private _anchor;
    /// @dev Slot 6.
    bytes32 private _domainSeparator;
    /// @dev Slot 7; written by the genesis.
    uint256 private _epochLength;
    /// @dev Slot 8: time of the last change of the set (of the binding, until there was one), and the block up to which it settled votes.
    uint64 private _changedAt;
    uint64 private _settled;

    modifier onlyBound() {
        if (_sidechainId == 0) revert NotBound();
        _;
    }

    /// @inheritdoc ISignerRegistry
    function bind(
        bytes32 genesisHash,
        uint256 l1ChainId,
        address anchor_,
        address vault,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs
    ) external {
        if (_sidechainId != 0) revert AlreadyBound(_sidechainId);
        if (genesisHash == 0) revert BadBinding("genesisHash");
        if (anchor_ == address(0)) revert BadBinding("anchor");
        if (vault == address(0) || vault == anchor_) revert BadBinding("vault");
        if (l1ChainId == 0 || l1ChainId > type(uint96).max || l1ChainId == block.chainid) {
            revert BadBinding("l1ChainId");
        }
        // While the EVM still knows block 0 nobody needs to be believed about it.
        if (block.number <= 256 && blockhash(0) != genesisHash) revert WrongGenesis(genesisHash, blockhash(0));
        verifyQuorum(hashBinding(genesisHash, l1ChainId, anchor_, vault), set, bitmap, sigs);
        _store(BridgeHashes.sidechainId(block.chainid, genesisHash), l1ChainId, anchor_, vault);
        emit Bound(_sidechainId, genesisHash, l1ChainId, anchor_, vault);
    }

    /// @inheritdoc ISignerRegistry
    function handover(
        Checkpoint calldata c,
        bytes calldata set,
        bytes calldata nextSet,
        uint256 bitmap,
        bytes calldata sigs
    ) external onlyBound {
        // A set that comes back (a member dropped and added again) must not bring old handovers back to life.
        if (c.index <= _lastHandover) revert StaleHandover(c.index, _lastHandover);
        if (c.setHash != _setHash) revert WrongSignerSet(c.setHash, _setHash);
        bytes32 next = QuorumLib.hash(nextSet);
        if (c.nextSetHash == c.setHash || next != c.nextSetHash) revert WrongNextSet(next, c.nextSetHash);
        verifyQuorum(BridgeHashes.checkpoint(_domainSeparator, c), set, bitmap, sigs);
        (address changed, bool added) = QuorumLib.singleChange(set, nextSet);
        _lastHandover = c.index;
        _change(next, changed, added, c.lastBlock);
    }

    /// @inheritdoc ISignerRegistry
    function rotateByVotes(bytes calldata set, bytes calldata nextSet, bytes[] calldata headers) external onlyBound {
        bytes memory members = set;
        _requireCurrent(members);
        if (_epochLength == 0) revert NoEpochLength();
        (uint256 earliest, uint64 settled) = votesCount();
        if (block.timestamp < earliest) revert TooEarly(earliest);
        (address changed, bool added) = QuorumLib.singleChange(members, nextSet);
        // Zero fields: the chain's forks may have added some, and L1 does not ask either whose header it is beyond the sealer.
        VoteRules memory rules = VoteRules(changed, added, settled, _epochLength, 0);
        uint64 newest = CliqueVotes.count(members, rules, headers, _nobody);
        if (newest >= block.number) revert VoteFromTheFuture(newest, block.number);
        _change(QuorumLib.hash(nextSet), changed, added, newest);
    }

    /// @inheritdoc ISignerRegistry
    function verifyQuorum(bytes32 digest, bytes calldata set, uint256 bitmap, bytes calldata sigs)
        public
        view
        returns (uint256 signers)
    {
        bytes memory members = set;
        _requireCurrent(members);
        return QuorumLib.requireQuorum(digest, members, bitmap, sigs);
    }

    /// @inheritdoc ISignerRegistry
    function hashBinding(bytes32 genesisHash, uint256 l1ChainId, address anchor_, address vault)
        public
        view
        returns (bytes32)
    {
        bytes32 id = BridgeHashes.sidechainId(block.chainid, genesisHash);
        bytes32 domain = BridgeHashes.domainSeparator(l1ChainId, anchor_, id);
        return BridgeHashes.binding(domain, _deploymentId, block.chainid, genesisHash, vault);
    }

    /// @inheritdoc ISignerRegistry
    function votesCount() public view returns (uint256 earliest, uint64 settled) {
        (uint64 time, uint64 upTo) = IAttestations(Predeploys.ATTESTATIONS).lastQuorum();
        earliest = (time > _changedAt ? time : _changedAt) + ROTATE_AFTER;
        settled = upTo > _settled ? upTo : _settled;
    }

    /// @inheritdoc ISignerRegistry
    function setHash() external view returns (bytes32) {
        return _setHash;
    }

    /// @inheritdoc ISignerRegistry
    function setInfo() external view returns (uint24 setId, uint64 lastHandover) {
        return (_setId, _lastHandover);
    }

    /// @inheritdoc ISignerRegistry
    function deploymentId() external view returns (bytes32) {
        return _deploymentId;
    }

    /// @inheritdoc ISignerRegistry
    function isBound() external view returns (bool) {
        return _sidechainId != 0;
    }

    /// @inheritdoc ISignerRegistry
    function identity() external view onlyBound returns (bytes32 sidechainId, uint256 l1ChainId, address vault) {
        return (_sidechainId, _l1ChainId, _vault);
    }

    /// @inheritdoc ISignerRegistry
    function anchor() external view onlyBound returns (address) {
        return _anchor;
    }

    /// @inheritdoc ISignerRegistry
    function domainSeparator() external view onlyBound returns (bytes32) {
        return _domainSeparator;
    }

    /// @dev `hash` is that of the next set, `atBlock` the sidechain's block after which it seals.
    function _change(bytes32 hash, address changed, bool added, uint64 atBlock) private {
        _setHash = hash;
        _setId += 1;
        _changedAt = uint64(block.timestamp);
        // A handover that names blocks to come settles none of them.
        if (atBlock > _settled && atBlock <= block.number) _settled = atBlock;
        emit SignerSetChanged(_setId, changed, added, hash, atBlock);
    }

    function _requireCurrent(bytes memory set) private view {
        bytes32 given = QuorumLib.hash(set);
        if (given != _setHash) revert WrongSignerSet(given, _setHash);
    }

    /// @dev Only L1 knows who was excluded.
    function _nobody(address) private pure returns (bool) {
        return false;
    }

    function _store(bytes32 id, uint256 l1ChainId, address anchor_, address vault) private {
        _sidechainId = id;
        _vault = vault;
        _l1ChainId = uint96(l1ChainId); // bounded by bind
        _anchor = anchor_;
        _changedAt = uint64(block.timestamp);
        _domainSeparator = BridgeHashes.domainSeparator(l1ChainId, anchor_, id);
    }
}
