// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, LeafProof} from "./BridgeTypes.sol";

/// @notice The checkpoint that is said to be false, with all that the anchor needs to take it back.
struct Accused {
    /// The checkpoint before; ignored if there is none.
    Checkpoint good;
    /// The false one and all accepted after it, rising: `chain[0]` is accused.
    Checkpoint[] chain;
    /// Signer set that `chain[0]` names.
    bytes set;
}

/// @notice What the sidechain's contracts hold in the state of a block, by `eth_getProof`.
struct SealedState {
    bytes[] outbox;
    /// Slots 0 (root) and 1 (count) of the outbox. The second is ignored when there is no withdrawal.
    bytes[] outboxRoot;
    bytes[] outboxCount;
    bytes[] inbox;
    /// Slots 0 (count) and 1 (accumulator) of the inbox.
    bytes[] inboxCount;
    bytes[] inboxAcc;
}

/// @title What anyone can show about the sidechain, with public data alone
/// @notice Stands in for signatures when signers are silent, and takes false checkpoints back.
/// @dev Trust: none; everything follows from what is shown. No account has any privilege here. Holds no funds. There are no bonds:
/// evidence is right or it is refused, so who plays with it harms only himself.
interface IEvidence {
    /// @notice A rotation by votes was vetoed: the set before it is in force again. Its votes never count again.
    /// @param changed The member that had joined or left.
    /// @param setHash Hash of the set that is in force again.
    event RotationUndone(address indexed changed, bytes32 setHash);

    /// @notice This contract is not where the anchor expects it.
    error BadConfiguration(string what);
    /// @notice Signers have not been silent for long enough, or the set changed too recently.
    error TooEarly(uint256 earliest);
    /// @notice The bytes do not hash to the set that is to be used.
    error WrongSignerSet(bytes32 given, bytes32 expected);
    /// @notice Acceptance is paused, and votes with it.
    error Paused(uint40 until);
    /// @notice Only the anchor's pause board may call.
    error OnlyPauseBoard(address caller);
    /// @notice The last rotation was undone already, or there never was one.
    error NoRotation();
    /// @notice The last rotation is no longer in quarantine.
    error TooLateToUndo(uint256 latest);
    /// @notice What is left when the given checkpoints are taken back is not the head that the rotation found.
    error NotSinceRotation(bytes32 given, bytes32 expected);
    /// @notice The state of the last block holds another value; `slot` of `account`.
    error StateDiffers(address account, uint256 slot, uint256 value);
    /// @notice A checkpoint by sealed headers changes no set, names no blocks tree and has round 0.
    error NotPlain();
    /// @notice There was no deposit yet: what was consumed cannot be shown, and there is nothing to lose.
    error NothingDeposited();
    /// @notice The block is not under the checkpoint's `blocksRoot`.
    error BlockNotProven(uint64 number, bytes32 blockHash);
    /// @notice What was shown is no evidence.
    error NoEvidence();

    /// @notice Changes the signer set by the votes in sealed headers, when the head is at least 24 hours old and the set did not
    /// change for as long. More than half of the members must have sealed, after the head and within one epoch, the same vote. Two
    /// guardians may veto it while roots under the new set are in quarantine (`IPauseBoard.vetoRotation`).
    /// @param set Current signer set.
    /// @param nextSet The set with the change.
    /// @param headers RLP of the headers with votes, one of each member at least.
    function rotateByVotes(bytes calldata set, bytes calldata nextSet, bytes[] calldata headers) external;

    /// @notice Undoes the last rotation while it is in quarantine, checkpoints accepted since included. Only the pause board, when
    /// two guardians want it; a pause of acceptance does not stop it.
    /// @param rotated The set that the rotation made.
    /// @param previous The set before the rotation.
    /// @param good The checkpoint that was the head then; ignored if nothing is taken back or there was none.
    /// @param chain All checkpoints accepted since, rising; empty if there is none.
    function undoRotation(
        bytes calldata rotated,
        bytes calldata previous,
        Checkpoint calldata good,
        Checkpoint[] calldata chain
    ) external;

    /// @notice Has the next checkpoint accepted without signatures, when the head is at least 72 hours old. Its roots mature seven
    /// days later.
    /// @param c The checkpoint: round 0, no blocks root, no change of the set.
    /// @param set Current signer set.
    /// @param headers RLP of consecutive headers, the first of block `c.lastBlock`; floor(2n/3)+1 different members sealed them.
    /// @param state What the bridge's contracts hold under the first header's state root.
    function submitSealed(Checkpoint calldata c, bytes calldata set, bytes[] calldata headers, SealedState calldata state)
        external;

    /// @notice Takes a checkpoint back whose last block's header says something else, or was not sealed by a member.
    /// Reasons: "header", "seal", "epoch", "link".
    /// @param accused The checkpoint.
    /// @param header RLP of the header that hashes to `lastBlockHash`.
    function challengeHeader(Accused calldata accused, bytes calldata header) external;

    /// @notice Takes a checkpoint back whose tree of blocks does not hold a chain sealed by members. Reasons: as above.
    /// @param accused The checkpoint.
    /// @param number Place in the tree that is shown.
    /// @param header RLP of the header whose hash stands there.
    /// @param proof Its path to `blocksRoot`.
    /// @param parentHash What stands in the place before; ignored for the first block.
    /// @param parentProof The path of that.
    function challengeBlock(
        Accused calldata accused,
        uint64 number,
        bytes calldata header,
        LeafProof calldata proof,
        bytes32 parentHash,
        LeafProof calldata parentProof
    ) external;

    /// @notice Takes a checkpoint back whose roots or counts are not those in the state it names. Reason: "state".
    /// @param accused The checkpoint.
    /// @param account Outbox or inbox.
    /// @param slot 0 or 1; see `SealedState`.
    /// @param accountProof The account under `stateRoot`.
    /// @param slotProof The slot under the account's storage root.
    function challengeState(
        Accused calldata accused,
        address account,
        uint256 slot,
        bytes[] calldata accountProof,
        bytes[] calldata slotProof
    ) external;

    /// @notice The anchor.
    function ANCHOR() external view returns (address);

    /// @notice Number of the newest block with a counted vote of the last `rotateByVotes`. Blocks up to it may have been sealed by
    /// members that the set no longer has.
    function rotatedUpTo() external view returns (uint64);

    /// @notice The last rotation by votes; all zero if there is none that could be undone.
    /// @return previous Hash of the set before it.
    /// @return head Digest of the head that it found.
    /// @return undoableUntil Until when it can be undone, L1 seconds.
    function lastRotation() external view returns (bytes32 previous, bytes32 head, uint256 undoableUntil);
}
