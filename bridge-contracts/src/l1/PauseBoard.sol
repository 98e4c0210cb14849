// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAnchor} from "../interfaces/IAnchor.sol";
import {IEvidence} from "../interfaces/IEvidence.sol";
import {IPauseBoard} from "../interfaces/IPauseBoard.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title PauseBoard
/// @dev Trust: see `IPauseBoard`. If every key here were stolen, deposits, payments and checkpoints could be delayed: by guardians six
/// days of any thirty, by the council every other fortnight. Nothing could be taken, and nobody could be kept from the escape hatch.
contract PauseBoard is IPauseBoard {
    /// @dev One slot per part.
    struct State {
        uint40 until;
        /// When a guardian may pause again.
        uint40 guardianFrom;
        /// When the council may pause again.
        uint40 councilFrom;
        /// Starts of the guardians' last three pauses, the newest first.
        uint40 first;
        uint40 second;
        uint40 third;
    }

    /// @dev What a guardian wants, or zero.
    struct Proposal {
        address by;
        uint40 since;
    }

    /// @notice How long after acceptance a checkpoint may be vetoed, seconds: longer than anything waits in the queue.
    uint256 public constant VETO_WINDOW = 7 days;
    /// @notice Length of a guardian's pause and of the time after it without one, seconds.
    uint40 public constant GUARDIAN_PAUSE = 48 hours;
    /// @notice Time in which guardians may pause a part three times, seconds.
    uint40 public constant GUARDIAN_WINDOW = 30 days;
    /// @notice Longest pause of the council and the time after it without one, seconds.
    uint40 public constant COUNCIL_PAUSE = 14 days;
    /// @notice Least delay of the timelock: longer than any withdrawal waits, so that who dislikes a change leaves before it.
    uint256 public constant TIMELOCK_DELAY = 14 days;

    /// @inheritdoc IPauseBoard
    address public immutable ANCHOR;
    /// @inheritdoc IPauseBoard
    address public immutable VAULT;
    /// @inheritdoc IPauseBoard
    address public immutable TIMELOCK;

    mapping(address account => bool) private _guardians;
    address private _council;
    mapping(Part part => State) private _states;
    mapping(bytes32 digest => Proposal) private _proposals;
    /// @dev Times of the last two vetoes, the newest first.
    uint40[2] private _vetoes;

    /// @notice Deployed before anchor and vault, whose addresses are known beforehand.
    /// @param anchor Where the anchor will be.
    /// @param vault Where the vault will be.
    /// @param timelock OpenZeppelin TimelockController with a delay of at least 14 days, or zero: guardians and council stay for ever.
    /// @param council_ Who may pause longer and lift pauses, zero for nobody; not a guardian.
    /// @param guardians Who may pause for 48 hours.
    constructor(address anchor, address vault, address timelock, address council_, address[] memory guardians) {
        if (anchor == address(0)) revert BadConfiguration("anchor");
        if (vault == address(0) || vault == anchor) revert BadConfiguration("vault");
        if (timelock != address(0)) {
            if (timelock.code.length == 0) revert BadConfiguration("timelock");
            if (TimelockController(payable(timelock)).getMinDelay() < TIMELOCK_DELAY) {
                revert BadConfiguration("timelock.delay");
            }
        }
        (ANCHOR, VAULT, TIMELOCK) = (anchor, vault, timelock);
        for (uint256 i = 0; i < guardians.length; ++i) {
            if (guardians[i] == address(0) || guardians[i] == council_ || _guardians[guardians[i]]) {
                revert BadConfiguration("guardians");
            }
            _setGuardian(guardians[i], true);
        }
        _setCouncil(council_);
    }

    /// @inheritdoc IPauseBoard
    function pause(Part part) external {
        if (!_guardians[msg.sender]) revert OnlyGuardian(msg.sender);
        State memory s = _states[part];
        uint40 now_ = uint40(block.timestamp);
        uint40 from = s.guardianFrom;
        if (s.third != 0 && s.third + GUARDIAN_WINDOW > from) from = s.third + GUARDIAN_WINDOW;
        if (now_ < from) revert CoolingDown(from);
        (s.third, s.second, s.first) = (s.second, s.first, now_);
        s.guardianFrom = now_ + 2 * GUARDIAN_PAUSE;
        // A longer pause of the council stands.
        if (now_ + GUARDIAN_PAUSE > s.until) s.until = now_ + GUARDIAN_PAUSE;
        _states[part] = s;
        _apply(part, s.until);
    }

    /// @inheritdoc IPauseBoard
    function veto(Checkpoint calldata good, Checkpoint[] calldata chain, bytes calldata set) external {
        if (_isProposal(IAnchor(ANCHOR).hashCheckpoint(chain[0]))) return;
        _requireYoung(chain);
        IAnchor(ANCHOR).takeBack(good, chain, set, "veto");
    }

    /// @inheritdoc IPauseBoard
    function vetoRotation(
        bytes calldata rotated,
        bytes calldata previous,
        Checkpoint calldata good,
        Checkpoint[] calldata chain
    ) external {
        if (_isProposal(rotationDigest())) return;
        IEvidence(IAnchor(ANCHOR).EVIDENCE()).undoRotation(rotated, previous, good, chain);
    }

    /// @inheritdoc IPauseBoard
    function pauseUntil(Part part, uint40 until) external onlyCouncil {
        State memory s = _states[part];
        uint40 now_ = uint40(block.timestamp);
        if (until > now_ + COUNCIL_PAUSE) revert PauseTooLong(until, now_ + COUNCIL_PAUSE);
        if (now_ < s.councilFrom) revert CoolingDown(s.councilFrom);
        s.councilFrom = until + COUNCIL_PAUSE;
        if (until > s.until) s.until = until;
        _states[part] = s;
        _apply(part, s.until);
    }

    /// @inheritdoc IPauseBoard
    function lift(Part part) external onlyCouncil {
        _states[part].until = uint40(block.timestamp);
        _apply(part, uint40(block.timestamp));
    }

    /// @inheritdoc IPauseBoard
    function setGuardian(address guardian, bool active) external onlyTimelock {
        _setGuardian(guardian, active);
    }

    /// @inheritdoc IPauseBoard
    function setCouncil(address council_) external onlyTimelock {
        _setCouncil(council_);
    }

    /// @inheritdoc IPauseBoard
    function isGuardian(address account) external view returns (bool) {
        return _guardians[account];
    }

    /// @inheritdoc IPauseBoard
    function council() external view returns (address) {
        return _council;
    }

    /// @inheritdoc IPauseBoard
    function rotationDigest() public view returns (bytes32) {
        (bytes32 previous, bytes32 head, uint256 until) = IEvidence(IAnchor(ANCHOR).EVIDENCE()).lastRotation();
        return keccak256(abi.encode("rotation", previous, head, until));
    }

    /// @inheritdoc IPauseBoard
    function pausedUntil(Part part) public view returns (uint40) {
        return _states[part].until;
    }

    modifier onlyCouncil() {
        if (msg.sender != _council) revert OnlyCouncil(msg.sender);
        _;
    }

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert OnlyTimelock(msg.sender);
        _;
    }

    function _apply(Part part, uint40 until) private {
        emit PartPaused(part, msg.sender, until);
        if (part == Part.Checkpoints) return IAnchor(ANCHOR).pause(until);
        IVault(VAULT).pause(pausedUntil(Part.Deposits), pausedUntil(Part.InstantClaims), pausedUntil(Part.Releases));
    }

    /// @dev A first guardian's call is kept and that is all; a second one's spends one of the vetoes.
    function _isProposal(bytes32 digest) private returns (bool) {
        if (!_guardians[msg.sender]) revert OnlyGuardian(msg.sender);
        Proposal memory first = _proposals[digest];
        uint40 now_ = uint40(block.timestamp);
        bool stands = first.by != msg.sender && _guardians[first.by] && now_ < first.since + GUARDIAN_PAUSE;
        if (!stands) {
            _proposals[digest] = Proposal(msg.sender, now_);
            emit VetoProposed(digest, msg.sender);
            return true;
        }
        uint40 from = _vetoes[1] + GUARDIAN_WINDOW;
        if (now_ < from && _vetoes[1] != 0) revert CoolingDown(from);
        (_vetoes[1], _vetoes[0]) = (_vetoes[0], now_);
        delete _proposals[digest];
        emit Vetoed(digest, first.by, msg.sender);
        return false;
    }

    /// @dev The anchor keeps the time of acceptance of its head and of each root; either will do.
    function _requireYoung(Checkpoint[] calldata chain) private view {
        (uint256 rootAt, uint256 maturesAt,,,) = IAnchor(ANCHOR).rootMeta(chain[0].withdrawalRoot);
        (,, uint256 headAt,) = IAnchor(ANCHOR).head();
        uint256 latest = (chain.length == 1 ? headAt : rootAt) + VETO_WINDOW;
        if (maturesAt > latest) latest = maturesAt;
        if (block.timestamp >= latest) revert TooLateToVeto(latest);
    }

    function _setGuardian(address guardian, bool active) private {
        _guardians[guardian] = active;
        emit GuardianSet(guardian, active);
    }

    function _setCouncil(address council_) private {
        _council = council_;
        emit CouncilSet(council_);
    }
}
