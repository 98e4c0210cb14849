// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IExtraVerifier} from "../interfaces/IExtraVerifier.sol";
import {IVault} from "../interfaces/IVault.sol";
import {BlocksTree} from "../libraries/BlocksTree.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {CliqueHeader, CliqueHeaders} from "../libraries/CliqueHeaders.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";

/// @title Anchor
/// @dev Trust: a quorum of the signer set that began with the genesis header and changed one member at a time since. If that trust
/// fails, false withdrawal roots become known; the vault's limits bound what they can take at once. See `IAnchor`.
///
/// Slots: 0 head · 1 set hash · 2 set info · 3 deposit samples · 4 roots · 5..68 ring of digests.
contract Anchor is IAnchor {
    /// @dev Exactly one slot, written by every acceptance.
    struct Head {
        uint48 index;
        uint48 lastBlock;
        uint40 acceptedAt;
        uint40 lastTimestamp;
        uint40 withdrawalCount;
        uint40 depositCount;
    }

    /// @dev One slot, written when the set changes.
    struct SetInfo {
        uint40 activatedAt;
        uint24 id;
        uint8 size;
    }

    /// @dev One slot per withdrawal root.
    struct Root {
        uint40 acceptedAt;
        uint40 maturesAt;
        uint48 index;
        uint48 count;
        uint8 mode;
    }

    /// @notice Most blocks one checkpoint may cover.
    uint256 public constant MAX_RANGE = 65_536;
    /// @notice How far the sidechain's clock may be ahead of L1's, seconds.
    uint256 public constant MAX_CLOCK_LEAD = 60;
    /// @notice Deposits older than this at an acceptance must be consumed by the next checkpoints, seconds.
    uint256 public constant FORCED_INCLUSION = 24 hours;
    /// @notice Acceptance by the ordinary quorum; fallback modes get other numbers.
    uint8 public constant MODE_QUORUM = 0;

    uint256 private constant SAMPLE_INTERVAL = FORCED_INCLUSION / 3;
    uint256 private constant RING_SIZE = 64;

    /// @inheritdoc IAnchor
    bytes32 public immutable SIDECHAIN_ID;
    /// @inheritdoc IAnchor
    bytes32 public immutable GENESIS_HASH;
    /// @inheritdoc IAnchor
    address public immutable VAULT;
    /// @notice Module that must agree to each checkpoint as well; zero if none.
    address public immutable EXTRA_VERIFIER;
    /// @notice Chain id of the sidechain.
    uint256 public immutable SIDECHAIN_CHAIN_ID;
    /// @notice Blocks between the sidechain's epoch blocks (`clique.epoch` of its genesis).
    uint256 public immutable EPOCH_LENGTH;
    /// @notice Number of fields in the sidechain's headers, taken from the genesis header.
    uint256 public immutable HEADER_FIELDS;
    /// @notice For so long after a set change new roots mature so much later, seconds.
    uint256 public immutable QUARANTINE;
    bytes32 private immutable DOMAIN_SEPARATOR;

    Head private _head;
    bytes32 private _setHash;
    SetInfo private _set;
    /// @dev Four samples (time 32 bits, deposits then made 32 bits), the newest lowest.
    uint256 private _depositSamples;
    mapping(bytes32 root => Root) private _roots;
    bytes32[RING_SIZE] private _digests;

    /// @notice Starts from the sidechain's genesis block: signer set, id and header shape are read from it, never typed.
    /// @param genesisHeader RLP of the genesis header.
    /// @param sidechainChainId Chain id of the sidechain.
    /// @param epochLength `clique.epoch` of its genesis.
    /// @param vault Where the vault will be: it is deployed next and refuses to exist anywhere else.
    /// @param extraVerifier Second opinion, zero for none.
    /// @param quarantine Extra maturity after a set change, at most 30 days, seconds.
    constructor(
        bytes memory genesisHeader,
        uint256 sidechainChainId,
        uint256 epochLength,
        address vault,
        address extraVerifier,
        uint256 quarantine
    ) {
        if (sidechainChainId == 0 || sidechainChainId == block.chainid) {
            revert BadConfiguration("sidechainChainId");
        }
        if (epochLength == 0) revert BadConfiguration("epochLength");
        if (vault == address(0)) revert BadConfiguration("vault");
        if (extraVerifier != address(0) && extraVerifier.code.length == 0) revert BadConfiguration("extraVerifier");
        if (quarantine > 30 days) revert BadConfiguration("quarantine");

        CliqueHeader memory genesis = CliqueHeaders.parseGenesis(genesisHeader);
        if (genesis.timestamp > block.timestamp + MAX_CLOCK_LEAD) revert BadConfiguration("genesis.timestamp");
        SIDECHAIN_CHAIN_ID = sidechainChainId;
        GENESIS_HASH = genesis.hash;
        SIDECHAIN_ID = BridgeHashes.sidechainId(sidechainChainId, genesis.hash);
        DOMAIN_SEPARATOR = BridgeHashes.domainSeparator(block.chainid, address(this), SIDECHAIN_ID);
        HEADER_FIELDS = genesis.fields;
        EPOCH_LENGTH = epochLength;
        VAULT = vault;
        EXTRA_VERIFIER = extraVerifier;
        QUARANTINE = quarantine;

        _setHash = QuorumLib.hash(genesis.signers);
        _set.size = uint8(genesis.signers.length / 20);
        _head.acceptedAt = uint40(block.timestamp);
        _head.lastTimestamp = uint40(genesis.timestamp);
        _digests[0] = BridgeHashes.genesisDigest(SIDECHAIN_ID);
        emit Anchored(SIDECHAIN_ID, genesis.hash, genesis.signers);
    }

    // ---------------------------------------------------------------------------------------------- external

    /// @inheritdoc IAnchor
    function submit(
        Checkpoint calldata c,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs,
        bytes calldata extra
    ) external {
        Head memory head_ = _head;
        _checkSequence(c, head_);
        _checkDeposits(c, head_);
        bytes memory members = set;
        bytes32 current = _setHash;
        if (c.setHash != current) revert WrongSignerSet(c.setHash, current);
        if (QuorumLib.hash(members) != current) revert WrongSignerSet(QuorumLib.hash(members), current);
        bytes32 digest = BridgeHashes.checkpoint(DOMAIN_SEPARATOR, c);
        QuorumLib.requireQuorum(digest, members, bitmap, sigs);
        Extras memory extras;
        if (extra.length != 0) extras = abi.decode(extra, (Extras));
        _checkEpochBlock(c, extras);
        if (EXTRA_VERIFIER != address(0)) IExtraVerifier(EXTRA_VERIFIER).verifyCheckpoint(digest, c, extras.proof);
        _accept(c, head_, digest, bitmap);
        if (c.nextSetHash != current) _changeSet(c, members, extras.nextSet);
    }

    /// @inheritdoc IAnchor
    function submitMany(bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) {
            bytes4 selector = bytes4(calls[i]);
            if (selector != IAnchor.submit.selector) revert NotASubmission(i, selector);
            // Own code on own storage; no value can be attached because nothing here is payable.
            (bool ok, bytes memory reason) = address(this).delegatecall(calls[i]);
            if (ok) continue;
            // Proof: hands the revert data on as it came.
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    // ---------------------------------------------------------------------------------------------- views

    /// @inheritdoc IAnchor
    function head() external view returns (uint64 index, uint64 lastBlock, uint40 acceptedAt, bytes32 digest) {
        Head memory head_ = _head;
        return (head_.index, head_.lastBlock, head_.acceptedAt, _digests[head_.index % RING_SIZE]);
    }

    /// @inheritdoc IAnchor
    function headCounts()
        external
        view
        returns (uint64 withdrawalCount, uint64 depositCount, uint64 lastTimestamp, bytes32 currentSetHash)
    {
        Head memory head_ = _head;
        return (head_.withdrawalCount, head_.depositCount, head_.lastTimestamp, _setHash);
    }

    /// @inheritdoc IAnchor
    function rootMeta(bytes32 root)
        external
        view
        returns (uint40 acceptedAt, uint40 maturesAt, uint48 index, uint48 count, uint8 mode)
    {
        Root memory meta = _roots[root];
        return (meta.acceptedAt, meta.maturesAt, meta.index, meta.count, meta.mode);
    }

    /// @inheritdoc IAnchor
    function digestAt(uint64 index) external view returns (bytes32) {
        uint64 newest = _head.index;
        if (index > newest || newest - index >= RING_SIZE) revert WrongIndex(index, newest);
        return _digests[index % RING_SIZE];
    }

    /// @inheritdoc IAnchor
    function hashCheckpoint(Checkpoint calldata c) external view returns (bytes32) {
        return BridgeHashes.checkpoint(DOMAIN_SEPARATOR, c);
    }

    /// @inheritdoc IAnchor
    function domainSeparator() external view returns (bytes32) {
        return DOMAIN_SEPARATOR;
    }

    /// @notice EIP-5267 description of the domain, for wallets and tools.
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (
            0x1f, BridgeHashes.NAME, BridgeHashes.VERSION, block.chainid, address(this), SIDECHAIN_ID, new uint256[](0)
        );
    }

    /// @inheritdoc IAnchor
    function setHash() external view returns (bytes32) {
        return _setHash;
    }

    /// @inheritdoc IAnchor
    function signerSet() external view returns (uint24 setId, uint8 size, uint40 activatedAt) {
        SetInfo memory set = _set;
        return (set.id, set.size, set.activatedAt);
    }

    /// @inheritdoc IAnchor
    function quorum() external view returns (uint256) {
        return QuorumLib.quorum(_set.size);
    }

    /// @notice Deposits the next checkpoint must have consumed at least, because they existed at an acceptance
    /// `FORCED_INCLUSION` or longer ago.
    function requiredDeposits() public view returns (uint256) {
        uint256 samples = _depositSamples;
        for (; samples != 0; samples >>= 64) {
            uint256 takenAt = uint32(samples >> 32);
            if (takenAt != 0 && takenAt + FORCED_INCLUSION <= block.timestamp) return uint32(samples);
        }
        return 0;
    }

    // ---------------------------------------------------------------------------------------------- checks

    function _checkSequence(Checkpoint calldata c, Head memory head_) private view {
        uint64 nextIndex = uint64(head_.index) + 1;
        if (c.index != nextIndex) revert WrongIndex(c.index, nextIndex);
        bytes32 parent = _digests[head_.index % RING_SIZE];
        if (c.parentDigest != parent) revert WrongParent(c.parentDigest, parent);
        uint64 nextBlock = uint64(head_.lastBlock) + 1;
        // The first two conditions keep the subtraction from wrapping and lastBlock below 2^48.
        if (c.firstBlock != nextBlock || c.lastBlock < nextBlock || c.lastBlock - nextBlock >= MAX_RANGE) {
            revert WrongRange(c.firstBlock, c.lastBlock, nextBlock);
        }
        uint256 latest = block.timestamp + MAX_CLOCK_LEAD;
        if (c.lastTimestamp < head_.lastTimestamp || c.lastTimestamp > latest) {
            revert WrongTimestamp(c.lastTimestamp, head_.lastTimestamp, uint64(latest));
        }
    }

    /// @dev An unknown count has accumulator 0 in the vault, which no checkpoint may name: hence count <= deposits made.
    function _checkDeposits(Checkpoint calldata c, Head memory head_) private view {
        uint256 required = requiredDeposits();
        if (required < head_.depositCount) required = head_.depositCount;
        if (c.depositCount < required) revert DepositsLag(c.depositCount, uint64(required));
        bytes32 expected = IVault(VAULT).depositAcc(c.depositCount);
        if (expected == 0 || c.depositAcc != expected) revert WrongDeposits(c.depositCount, c.depositAcc, expected);
    }

    /// @dev Cross-check against Clique itself: all blocks of a checkpoint have one signer set, so the newest epoch block in it must
    /// list exactly that set.
    function _checkEpochBlock(Checkpoint calldata c, Extras memory extras) private view {
        uint64 epochBlock = c.lastBlock - uint64(c.lastBlock % EPOCH_LENGTH);
        if (epochBlock < c.firstBlock) return;
        CliqueHeader memory header = CliqueHeaders.parse(extras.epochHeader, HEADER_FIELDS);
        if (header.number != epochBlock) revert WrongEpochHeader(header.number, epochBlock);
        bytes32 root = MerklePath.rootOf(
            BlocksTree.leafHash(epochBlock, header.hash),
            epochBlock - c.firstBlock,
            BlocksTree.DEPTH,
            extras.epochMask,
            extras.epochSiblings
        );
        if (root != c.blocksRoot) revert EpochHeaderNotProven(header.hash);
        bytes32 listed = QuorumLib.hash(header.signers);
        if (listed != c.setHash) revert EpochSignersDiffer(listed, c.setHash);
    }

    // ---------------------------------------------------------------------------------------------- effects

    function _accept(Checkpoint calldata c, Head memory head_, bytes32 digest, uint256 bitmap) private {
        // Before a set change: the root of the checkpoint that changes the set was signed by the old one and is not quarantined.
        _recordRoot(c, head_);
        _recordHead(c, digest);
        emit CheckpointAccepted(c.index, digest, c.withdrawalRoot, c.lastBlock, c.lastBlockHash, bitmap, MODE_QUORUM);
    }

    /// @dev Each count has exactly one root and each root one count; the empty tree's root never becomes usable.
    function _recordRoot(Checkpoint calldata c, Head memory head_) private {
        if (c.withdrawalCount == 0) {
            if (head_.withdrawalCount != 0 || c.withdrawalRoot != WithdrawalTree.EMPTY_ROOT) {
                revert WrongWithdrawals(c.withdrawalCount, head_.withdrawalCount, c.withdrawalRoot);
            }
            return;
        }
        Root memory meta = _roots[c.withdrawalRoot];
        bool fits = c.withdrawalCount == head_.withdrawalCount
            ? meta.acceptedAt != 0 && meta.count == c.withdrawalCount
            : meta.acceptedAt == 0 && c.withdrawalCount > head_.withdrawalCount
                && c.withdrawalCount <= 1 << WithdrawalTree.DEPTH && c.withdrawalRoot != 0
                && c.withdrawalRoot != WithdrawalTree.EMPTY_ROOT;
        if (!fits) revert WrongWithdrawals(c.withdrawalCount, head_.withdrawalCount, c.withdrawalRoot);

        uint40 maturesAt = uint40(block.timestamp + _quarantine());
        if (meta.acceptedAt == 0) {
            _roots[c.withdrawalRoot] = Root({
                acceptedAt: uint40(block.timestamp),
                maturesAt: maturesAt,
                index: uint48(c.index),
                count: uint48(c.withdrawalCount),
                mode: MODE_QUORUM
            });
        } else if (maturesAt < meta.maturesAt) {
            _roots[c.withdrawalRoot].maturesAt = maturesAt; // accepting again may only shorten the wait
        }
    }

    function _recordHead(Checkpoint calldata c, bytes32 digest) private {
        // Casts: index and lastBlock grow by at most MAX_RANGE a call, time is bounded by L1's, withdrawals by 2^32, deposits by the
        // vault's own count.
        _head = Head({
            index: uint48(c.index),
            lastBlock: uint48(c.lastBlock),
            acceptedAt: uint40(block.timestamp),
            lastTimestamp: uint40(c.lastTimestamp),
            withdrawalCount: uint40(c.withdrawalCount),
            depositCount: uint40(c.depositCount)
        });
        _digests[c.index % RING_SIZE] = digest;

        uint256 samples = _depositSamples;
        if (block.timestamp < uint32(samples >> 32) + SAMPLE_INTERVAL) return;
        uint256 made = IVault(VAULT).depositCount();
        _depositSamples = (samples << 64) | (uint256(uint32(block.timestamp)) << 32) | uint32(made);
    }

    function _changeSet(Checkpoint calldata c, bytes memory set, bytes memory nextSet) private {
        bytes32 given = QuorumLib.hash(nextSet);
        if (given != c.nextSetHash) revert WrongNextSet(given, c.nextSetHash);
        (address changed, bool added) = QuorumLib.singleChange(set, nextSet);
        uint24 id = _set.id + 1;
        _setHash = given;
        _set = SetInfo({activatedAt: uint40(block.timestamp), id: id, size: uint8(nextSet.length / 20)});
        emit SignerSetChanged(id, changed, added, given, c.lastBlock);
    }

    function _quarantine() private view returns (uint256) {
        uint256 activatedAt = _set.activatedAt;
        return activatedAt != 0 && block.timestamp < activatedAt + QUARANTINE ? QUARANTINE : 0;
    }
}
