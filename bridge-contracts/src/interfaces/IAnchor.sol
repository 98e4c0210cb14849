// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "./BridgeTypes.sol";

/// @title L1 record of the sidechain: accepted checkpoints, withdrawal roots, signer set
/// @notice Accepts a checkpoint when floor(2n/3)+1 of the n sidechain signers it knows have signed it.
/// @dev Trust: a quorum of signers. L1 does not execute the sidechain; a quorum that signs a false checkpoint is believed.
/// No account has any privilege here. Holds no funds.
interface IAnchor {
    /// @notice A checkpoint became the head.
    /// @param index Its index.
    /// @param digest Its EIP-712 digest.
    /// @param withdrawalRoot Root of the outbox tree, usable for claims unless the tree is empty.
    /// @param lastBlock Last sidechain block covered.
    /// @param lastBlockHash Hash of that block.
    /// @param signers Bitmap over the signer set of those whose signatures, in mode 2 seals, were counted.
    /// @param mode How it was accepted; 0 = quorum, 1 = majority after a day of silence, 2 = sealed headers after three.
    event CheckpointAccepted(
        uint64 indexed index,
        bytes32 indexed digest,
        bytes32 indexed withdrawalRoot,
        uint64 lastBlock,
        bytes32 lastBlockHash,
        uint256 signers,
        uint8 mode
    );

    /// @notice The signer set gained or lost one member.
    /// @param setId Number of the new set; the genesis set is 0.
    /// @param changed The member.
    /// @param added True if it was added, false if dropped.
    /// @param setHash Hash of the new set.
    /// @param atBlock Sidechain block after which the new set seals.
    event SignerSetChanged(uint24 indexed setId, address indexed changed, bool added, bytes32 setHash, uint64 atBlock);

    /// @notice The anchor was created.
    /// @param sidechainId keccak256(abi.encode(sidechain chain id, genesis hash)).
    /// @param genesisHash Hash of the genesis header given to the constructor.
    /// @param set Signer set read from that header: 20 bytes each, ascending.
    event Anchored(bytes32 indexed sidechainId, bytes32 genesisHash, bytes set);

    /// @notice The head had not moved for 30 days and somebody said so; irreversible.
    /// @param index Index of the last checkpoint; 0 if there never was one.
    /// @param digest Its digest.
    /// @param stateRoot Its state root, from which balances leave; zero if there never was a checkpoint.
    event DeclaredDead(uint64 indexed index, bytes32 digest, bytes32 stateRoot);
    /// @notice A member signed two checkpoints with the same index and round; its signatures no longer count.
    event Equivocation(address indexed signer, uint64 index, uint32 round);
    /// @notice Checkpoints were taken back: their roots are unknown again, the head is the last good one.
    /// @param from Index of the first that was false.
    /// @param to Index of the newest. The head has the index after it and is the last good one again.
    /// @param reason What was shown, in ASCII; see `IEvidence` and `IPauseBoard`.
    event CheckpointsVoided(uint64 indexed from, uint64 to, bytes32 reason);
    /// @notice The signer set is again what it was before the first voided checkpoint.
    event SignerSetRestored(uint24 indexed setId, bytes32 setHash);
    /// @notice Nothing is accepted before `until`; a time that has passed ends a pause.
    event AcceptancePaused(uint40 until);

    /// @notice A constructor argument is out of its range.
    error BadConfiguration(string what);
    /// @notice The checkpoint does not have the index after the head's.
    error WrongIndex(uint64 given, uint64 expected);
    /// @notice The checkpoint does not build on the head.
    error WrongParent(bytes32 given, bytes32 expected);
    /// @notice The covered range does not begin after the head's or is empty or longer than allowed.
    error WrongRange(uint64 firstBlock, uint64 lastBlock, uint64 expectedFirst);
    /// @notice The last block is older than the head's or lies in the future.
    error WrongTimestamp(uint64 given, uint64 earliest, uint64 latest);
    /// @notice The checkpoint names another signer set than the current one.
    error WrongSignerSet(bytes32 given, bytes32 expected);
    /// @notice The deposit accumulator is not the vault's at that count.
    error WrongDeposits(uint64 count, bytes32 given, bytes32 expected);
    /// @notice The sidechain has consumed fewer deposits than before or than it must have by now.
    error DepositsLag(uint64 given, uint64 required);
    /// @notice The withdrawal root does not fit its count: a count may only grow, and each count has exactly one root.
    error WrongWithdrawals(uint64 count, uint64 headCount, bytes32 root);
    /// @notice The next set's bytes do not hash to `nextSetHash`.
    error WrongNextSet(bytes32 given, bytes32 expected);
    /// @notice The epoch header does not belong to the covered range or lists other signers.
    error WrongEpochHeader(uint64 number, uint64 expected);
    /// @notice The epoch header is not under `blocksRoot`.
    error EpochHeaderNotProven(bytes32 blockHash);
    /// @notice The epoch header lists other signers than the current set.
    error EpochSignersDiffer(bytes32 listed, bytes32 expected);
    /// @notice Only calls of `submit` may be batched.
    error NotASubmission(uint256 position, bytes4 selector);

    /// @notice The bridge was declared dead.
    error Dead();
    /// @notice Acceptance is paused.
    error Paused(uint40 until);
    /// @notice Only the pause board may call.
    error OnlyPauseBoard(address caller);
    /// @notice Only the contract that verifies evidence may call (for `takeBack` the pause board as well).
    error OnlyEvidence(address caller);
    /// @notice A pause may not last that long.
    error PauseTooLong(uint40 until, uint40 latest);
    /// @notice The bridge cannot be declared dead before.
    error NotSilentLongEnough(uint40 earliest);
    /// @notice The checkpoint is not the newest accepted one, or not the predecessor of what follows it.
    error NotTheHead(bytes32 given, bytes32 expected);
    /// @notice The two checkpoints do not contradict each other, or the set has no such member.
    error NoEquivocation();
    /// @notice The member was caught signing two checkpoints at one place.
    error ExcludedSigner(address member);

    /// @notice Accepts the next checkpoint. Anyone may call; the signatures are the authority.
    /// @dev `EVIDENCE` alone may call without signatures: it has verified sealed headers and state proofs instead.
    /// @param c The checkpoint.
    /// @param set Current signer set, 20 bytes each, ascending; must hash to the stored set hash.
    /// @param bitmap Bit i set: member i of `set` has signed.
    /// @param sigs 64-byte EIP-2098 signatures over the digest in rising order of bits.
    /// @param extra Empty, or `abi.encode(Extras)` when the set changes, an epoch block is covered or a verifier is set.
    function submit(
        Checkpoint calldata c,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs,
        bytes calldata extra
    ) external;

    /// @notice Accepts several checkpoints in order, all or none.
    /// @param calls Each the full call data of `submit`.
    function submitMany(bytes[] calldata calls) external;

    /// @notice Declares the bridge dead when no checkpoint was accepted for 30 days. Anyone may call, no pause stops it, nothing
    /// undoes it: from then on no checkpoint is accepted, and assets leave by the vault's escape functions.
    /// @param last The newest accepted checkpoint; ignored if there never was one.
    function declareDead(Checkpoint calldata last) external;

    /// @notice Shows that a member of the current set signed two different checkpoints with the same index and round. Anyone may
    /// call. The member's signatures no longer count; the quorum stays what it is.
    /// @param set Current signer set.
    /// @param member Position of the member in it.
    /// @param a One checkpoint.
    /// @param b The other.
    /// @param sigA The member's 64-byte EIP-2098 signature over `a`.
    /// @param sigB The same over `b`.
    function reportDoubleAttestation(
        bytes calldata set,
        uint256 member,
        Checkpoint calldata a,
        Checkpoint calldata b,
        bytes calldata sigA,
        bytes calldata sigB
    ) external;

    /// @notice Changes the set by one member without a checkpoint. Only `EVIDENCE`, which has verified the votes and that acceptance
    /// is not paused, or undoes with it what votes had changed.
    /// @param set Current set.
    /// @param nextSet The next one.
    /// @param atBlock Number of the newest vote's block.
    function rotate(bytes calldata set, bytes calldata nextSet, uint64 atBlock) external;

    /// @notice Takes a false checkpoint and all after it back. Only `EVIDENCE`, which has verified the falsehood, and the pause board
    /// for a veto. What was paid stays paid.
    /// @param good The one before the first false one, which becomes the head; ignored if there is none.
    /// @param chain The first false one and all accepted after it, rising.
    /// @param set Signer set of the first false one; may be empty if the set is still the same.
    /// @param reason Said in the event.
    function takeBack(Checkpoint calldata good, Checkpoint[] calldata chain, bytes calldata set, bytes32 reason)
        external;

    /// @notice Pauses acceptance until a time at most 14 days ahead, or ends a pause. Only the pause board.
    /// @param until L1 seconds.
    function pause(uint40 until) external;

    /// @notice The newest accepted checkpoint; index 0 is the genesis. After checkpoints were taken back it is the last good one under
    /// the next index.
    function head() external view returns (uint64 index, uint64 lastBlock, uint40 acceptedAt, bytes32 digest);

    /// @notice The counters of the newest accepted checkpoint.
    function headCounts()
        external
        view
        returns (uint64 withdrawalCount, uint64 depositCount, uint64 lastTimestamp, bytes32 currentSetHash);

    /// @notice What is known of a withdrawal root; all zero if it was never accepted.
    /// @param root The root.
    /// @return acceptedAt When it was first accepted, L1 seconds; never 0 for an accepted root.
    /// @return maturesAt From when claims under it are honoured, L1 seconds.
    /// @return index Checkpoint that brought it.
    /// @return count Number of leaves under it.
    /// @return mode How that checkpoint was accepted; 0 = quorum, 1 = majority after a day of silence, 2 = sealed headers.
    function rootMeta(bytes32 root)
        external
        view
        returns (uint40 acceptedAt, uint40 maturesAt, uint48 index, uint48 count, uint8 mode);

    /// @notice Digest of an accepted checkpoint, kept for the newest 64; reverts for others.
    function digestAt(uint64 index) external view returns (bytes32);

    /// @notice EIP-712 digest of a checkpoint in this anchor's domain.
    function hashCheckpoint(Checkpoint calldata c) external view returns (bytes32);

    /// @notice EIP-712 domain separator, shared by all messages of this bridge.
    function domainSeparator() external view returns (bytes32);

    /// @notice Hash of the current signer set.
    function setHash() external view returns (bytes32);

    /// @notice Number, size and time of activation (L1 seconds; 0 for the genesis set) of the current signer set.
    function signerSet() external view returns (uint24 setId, uint8 size, uint40 activatedAt);

    /// @notice Signatures needed now: floor(2n/3)+1.
    function quorum() external view returns (uint256);

    /// @notice No checkpoint is accepted before; a time that has passed means no pause.
    function pausedUntil() external view returns (uint40);

    /// @notice True for a member whose signatures no longer count.
    function isExcluded(address member) external view returns (bool);

    /// @notice True if the checkpoint of that index was taken back; queued claims of its root are void.
    function isVoided(uint64 index) external view returns (bool);

    /// @notice What assets leave by once the bridge is dead.
    /// @return dead True after `declareDead`.
    /// @return stateRoot State root of the last checkpoint; zero if there never was one.
    /// @return consumed Deposits the sidechain had consumed by then; later ones are refunded.
    function exitState() external view returns (bool dead, bytes32 stateRoot, uint64 consumed);

    /// @notice Who may pause acceptance, deposits and payments for a while; zero if nobody.
    function PAUSE_BOARD() external view returns (address);

    /// @notice Verifier of evidence against checkpoints and of what stands in for signatures; deployed after this anchor.
    function EVIDENCE() external view returns (address);

    /// @notice For so long after a set change new roots mature so much later, seconds. A rotation by votes can be vetoed as long.
    function QUARANTINE() external view returns (uint256);

    /// @notice Fields of the sidechain's headers.
    function HEADER_FIELDS() external view returns (uint256);

    /// @notice Blocks between epoch blocks.
    function EPOCH_LENGTH() external view returns (uint256);

    /// @notice Verifier of state proofs, created by this anchor.
    function STATE_PROOFS() external view returns (address);

    /// @notice keccak256(abi.encode(sidechain chain id, genesis hash)).
    function SIDECHAIN_ID() external view returns (bytes32);

    /// @notice Hash of the sidechain's genesis block.
    function GENESIS_HASH() external view returns (bytes32);

    /// @notice The vault that deposits are bound to and that pays claims.
    function VAULT() external view returns (address);

    /// @notice Chain id of the sidechain.
    function SIDECHAIN_CHAIN_ID() external view returns (uint256);
}
