// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "./BridgeTypes.sol";

/// @title Who may hold the bridge still for a while
/// @dev Trust: guardians and council can delay, never take: a pause ends by itself, is followed by a time without one, and stops
/// neither evidence nor the escape hatch nor a payment 14 days overdue. Two guardians together may veto a young checkpoint or a rotation
/// by votes, together twice in thirty days: what was queued under it is to be claimed again.
interface IPauseBoard {
    /// @notice What can be paused.
    enum Part {
        Deposits,
        InstantClaims,
        Releases,
        Checkpoints
    }

    /// @notice A part is paused until `until`; a time that has passed ends the pause.
    event PartPaused(Part indexed part, address indexed by, uint40 until);
    /// @notice An account became a guardian or ceased to be one.
    event GuardianSet(address indexed guardian, bool active);
    /// @notice The council changed.
    event CouncilSet(address indexed council);

    /// @notice A guardian wants a checkpoint taken back, or a rotation undone; a second one is needed within 48 hours.
    event VetoProposed(bytes32 indexed digest, address indexed by);
    /// @notice Two guardians had a checkpoint taken back, or a rotation by votes undone.
    event Vetoed(bytes32 indexed digest, address first, address second);

    /// @notice A constructor argument is out of its range.
    error BadConfiguration(string what);
    /// @notice Only a guardian may call.
    error OnlyGuardian(address caller);
    /// @notice Only the council may call.
    error OnlyCouncil(address caller);
    /// @notice Only the timelock may call.
    error OnlyTimelock(address caller);
    /// @notice The part was paused too lately or too often; possible again from `from`.
    error CoolingDown(uint40 from);
    /// @notice The checkpoint is too old to be vetoed.
    error TooLateToVeto(uint256 latest);
    /// @notice The council may not pause for so long.
    error PauseTooLong(uint40 until, uint40 latest);

    /// @notice Pauses a part for 48 hours. Any guardian; not within 48 hours of the end of a guardians' pause of that part, and at
    /// most three times in 30 days.
    function pause(Part part) external;

    /// @notice Has the anchor take a checkpoint and all after it back, for what no evidence can show. Two guardians, each by a call
    /// with the same checkpoint, the second within 48 hours of the first; at most twice in 30 days. Possible for seven days after the
    /// acceptance of the newest checkpoint or of the root the checkpoint carries, and until that root matures.
    /// @param good The checkpoint before; ignored if there is none.
    /// @param chain The false one and all accepted after it, rising; a first call needs only the false one.
    /// @param set Signer set of the false one; may be empty if the set is still the same.
    function veto(Checkpoint calldata good, Checkpoint[] calldata chain, bytes calldata set) external;

    /// @notice Has a rotation by votes undone that is still in quarantine: the set before is in force again. Two guardians, each by a
    /// call about the same rotation, the second within 48 hours of the first. Counts as a veto: together at most two in 30 days.
    /// @param rotated The set that the rotation made.
    /// @param previous The set before it.
    /// @param good The head that the rotation found; ignored if nothing is taken back or there was none.
    /// @param chain All checkpoints accepted since, rising: they are taken back too. Empty if there is none, and for a first call.
    function vetoRotation(
        bytes calldata rotated,
        bytes calldata previous,
        Checkpoint calldata good,
        Checkpoint[] calldata chain
    ) external;

    /// @notice Name of the proposal that a rotation be undone, as `VetoProposed` says it.
    function rotationDigest() external view returns (bytes32);

    /// @notice Pauses a part until a time at most 14 days ahead. The council; not within 14 days of the end of its last pause of it.
    function pauseUntil(Part part, uint40 until) external;

    /// @notice Ends a pause of a part. The council.
    function lift(Part part) external;

    /// @notice Makes an account a guardian or ends that. The timelock.
    function setGuardian(address guardian, bool active) external;

    /// @notice Changes the council. The timelock.
    function setCouncil(address council) external;

    /// @notice True for guardians.
    function isGuardian(address account) external view returns (bool);

    /// @notice Who may pause for longer and lift pauses; zero for nobody.
    function council() external view returns (address);

    /// @notice Until when a part is paused, L1 seconds.
    function pausedUntil(Part part) external view returns (uint40);

    /// @notice The anchor that obeys this board.
    function ANCHOR() external view returns (address);

    /// @notice The vault that obeys this board.
    function VAULT() external view returns (address);

    /// @notice Who may change guardians and council, with a delay of at least 14 days; zero if nobody.
    function TIMELOCK() external view returns (address);
}
