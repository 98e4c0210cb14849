// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IPauseBoard} from "../interfaces/IPauseBoard.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {CliqueHeader, CliqueHeaders} from "../libraries/CliqueHeaders.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {StateProofs} from "./StateProofs.sol";

/// @title What the anchor knows: its storage, how it begins, and what anyone may ask
/// @dev Slots: 0 head · 1 set hash · 2 set info · 3 deposit samples · 4 roots · 5..68 ring of digests · 69 exit state root ·
/// 70 excluded members · 71 voided ranges. Nothing here writes after construction.
abstract contract AnchorState is IAnchor {
    /// @dev Exactly one slot, written by every acceptance.
    struct Head {
        uint48 index;
        uint48 lastBlock;
        uint40 acceptedAt;
        uint40 lastTimestamp;
        uint40 withdrawalCount;
        uint40 depositCount;
    }

    /// @dev One slot, read by every acceptance, written when the set or the state of the bridge changes.
    struct SetInfo {
        uint40 activatedAt;
        uint24 id;
        uint8 size;
        /// Members caught signing two checkpoints at one place; they no longer count.
        uint8 excluded;
        /// Nothing is accepted before, L1 seconds.
        uint40 pausedUntil;
        /// Declared dead: nothing is accepted any more.
        bool dead;
    }

    /// @dev One slot per withdrawal root.
    struct Root {
        uint40 acceptedAt;
        uint40 maturesAt;
        uint48 index;
        uint48 count;
        uint8 mode;
    }

    /// @dev First and last index.
    struct Range {
        uint64 from;
        uint64 to;
    }

    /// @notice Most blocks one checkpoint may cover.
    uint256 public constant MAX_RANGE = 65_536;
    /// @notice How far the sidechain's clock may be ahead of L1's, seconds.
    uint256 public constant MAX_CLOCK_LEAD = 60;
    /// @notice Deposits older than this at an acceptance must be consumed by the next checkpoints, seconds.
    uint256 public constant FORCED_INCLUSION = 24 hours;
    /// @dev Acceptance by the ordinary quorum.
    uint8 internal constant MODE_QUORUM = 0;
    /// @dev Acceptance by more than half of the set, after the head had not moved for `MAJORITY_AFTER`.
    uint8 internal constant MODE_MAJORITY = 1;
    /// @dev Acceptance by sealed headers and state proofs, after the head had not moved for three days; see `IEvidence`.
    uint8 internal constant MODE_SEALED = 2;
    /// @notice Age of the head from which more than half of the set may sign instead of a quorum, seconds.
    uint256 public constant MAJORITY_AFTER = 24 hours;
    /// @dev Roots accepted by a majority mature so much later, seconds.
    uint256 internal constant MAJORITY_WAIT = 24 hours;
    /// @dev Roots accepted by sealed headers mature so much later, seconds.
    uint256 internal constant SEALED_WAIT = 7 days;
    /// @notice Age of the head from which anyone may declare the bridge dead, seconds.
    uint256 public constant DEAD_AFTER = 30 days;
    /// @notice Longest that one call may pause acceptance, seconds.
    uint256 public constant MAX_PAUSE = 14 days;

    uint256 internal constant SAMPLE_INTERVAL = FORCED_INCLUSION / 3;
    uint256 internal constant RING_SIZE = 64;

    /// @inheritdoc IAnchor
    bytes32 public immutable SIDECHAIN_ID;
    /// @inheritdoc IAnchor
    bytes32 public immutable GENESIS_HASH;
    /// @inheritdoc IAnchor
    address public immutable VAULT;
    /// @notice Module that must agree to each checkpoint as well; zero if none.
    address public immutable EXTRA_VERIFIER;
    /// @inheritdoc IAnchor
    address public immutable PAUSE_BOARD;
    /// @inheritdoc IAnchor
    address public immutable STATE_PROOFS;
    /// @inheritdoc IAnchor
    address public immutable EVIDENCE;
    /// @inheritdoc IAnchor
    uint256 public immutable SIDECHAIN_CHAIN_ID;
    /// @inheritdoc IAnchor
    uint256 public immutable EPOCH_LENGTH;
    /// @inheritdoc IAnchor
    uint256 public immutable HEADER_FIELDS;
    /// @inheritdoc IAnchor
    uint256 public immutable QUARANTINE;
    bytes32 internal immutable DOMAIN_SEPARATOR;

    Head internal _head;
    bytes32 internal _setHash;
    SetInfo internal _set;
    /// @dev Four samples (time 32 bits, deposits then made 32 bits), the newest lowest.
    uint256 internal _depositSamples;
    mapping(bytes32 root => Root) internal _roots;
    bytes32[RING_SIZE] internal _digests;
    /// @dev State root of the last checkpoint once the bridge is dead.
    bytes32 internal _exitStateRoot;
    mapping(address member => bool) internal _excluded;
    /// @dev Ranges of checkpoints that were taken back.
    Range[] internal _voided;

    /// @notice Starts from the sidechain's genesis block: signer set, id and header shape are read from it, never typed.
    /// @param genesisHeader RLP of the genesis header.
    /// @param sidechainChainId Chain id of the sidechain.
    /// @param epochLength `clique.epoch` of its genesis.
    /// @param vault Where the vault will be: it is deployed next and refuses to exist anywhere else.
    /// @param extraVerifier Second opinion, zero for none.
    /// @param quarantine Extra maturity after a set change, at most 30 days, seconds.
    /// @param pauseBoard Who may pause acceptance for a while; it names this anchor and its vault. Zero for nobody.
    /// @param evidence Where `Evidence` will be: it is deployed after this and refuses to exist anywhere else.
    constructor(
        bytes memory genesisHeader,
        uint256 sidechainChainId,
        uint256 epochLength,
        address vault,
        address extraVerifier,
        uint256 quarantine,
        address pauseBoard,
        address evidence
    ) {
        if (sidechainChainId == 0 || sidechainChainId == block.chainid) {
            revert BadConfiguration("sidechainChainId");
        }
        if (epochLength == 0) revert BadConfiguration("epochLength");
        if (vault == address(0)) revert BadConfiguration("vault");
        if (extraVerifier != address(0) && extraVerifier.code.length == 0) revert BadConfiguration("extraVerifier");
        if (pauseBoard != address(0)) {
            bool names = pauseBoard.code.length != 0 && IPauseBoard(pauseBoard).ANCHOR() == address(this)
                && IPauseBoard(pauseBoard).VAULT() == vault;
            if (!names) revert BadConfiguration("pauseBoard");
        }
        if (quarantine > 30 days) revert BadConfiguration("quarantine");
        if (evidence == address(0) || evidence == vault) revert BadConfiguration("evidence");

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
        PAUSE_BOARD = pauseBoard;
        EVIDENCE = evidence;
        STATE_PROOFS = address(new StateProofs());

        _setHash = QuorumLib.hash(genesis.signers);
        _set.size = uint8(genesis.signers.length / 20);
        _head.acceptedAt = uint40(block.timestamp);
        _head.lastTimestamp = uint40(genesis.timestamp);
        _digests[0] = BridgeHashes.genesisDigest(SIDECHAIN_ID);
        emit Anchored(SIDECHAIN_ID, genesis.hash, genesis.signers);
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
    function pausedUntil() external view returns (uint40) {
        return _set.pausedUntil;
    }

    /// @inheritdoc IAnchor
    function isExcluded(address member) external view returns (bool) {
        return _excluded[member];
    }

    /// @inheritdoc IAnchor
    function isVoided(uint64 index) external view returns (bool) {
        for (uint256 i = _voided.length; i > 0; --i) {
            Range memory range = _voided[i - 1];
            if (index >= range.from && index <= range.to) return true;
        }
        return false;
    }

    /// @inheritdoc IAnchor
    function exitState() external view returns (bool dead, bytes32 stateRoot, uint64 consumed) {
        dead = _set.dead;
        if (dead) (stateRoot, consumed) = (_exitStateRoot, _head.depositCount);
    }

    /// @inheritdoc IAnchor
    function quorum() external view returns (uint256) {
        return QuorumLib.quorum(_set.size);
    }

    /// @notice Deposits the next checkpoint must have consumed at least, because they existed at an acceptance
    /// `FORCED_INCLUSION` or longer ago.
    function requiredDeposits() public view returns (uint256) {
        uint256 samples = _depositSamples;
        uint256 latest = block.timestamp - FORCED_INCLUSION;
        for (; samples != 0; samples >>= 64) {
            uint256 takenAt = uint32(samples >> 32);
            if (takenAt != 0 && takenAt <= latest) return uint32(samples);
        }
        return 0;
    }
}
