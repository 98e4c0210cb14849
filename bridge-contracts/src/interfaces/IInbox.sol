// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositAttestation, DepositData} from "./BridgeTypes.sol";

/// @title Arrival of L1 deposits: strictly in order, each exactly once
/// @dev Trust: a quorum of signers for the pair (count, accumulator) of finalized L1. Deposits themselves come from anyone: they
/// must fold to the attested accumulator. Slots: 0 count · 1 accumulator (zero until the first deposit was processed).
interface IInbox {
    /// @notice A deposit was credited.
    event Credited(uint64 indexed nonce, uint8 indexed kind, address indexed to, address token, uint256 amount);
    /// @notice A deposit could not be credited and waits for `retry` or `bounce`.
    event CreditFailed(uint64 indexed nonce, bytes32 depositHash);
    /// @notice A failed deposit was sent back to its sender as a withdrawal.
    event Bounced(uint64 indexed nonce, uint64 indexed withdrawalIndex);
    /// @notice A batch was processed.
    /// @param count Deposits processed so far.
    /// @param acc Accumulator over them.
    /// @param l1Block Finalized L1 block the attestation was made at.
    event Advanced(uint64 indexed count, bytes32 acc, uint64 l1Block);

    /// @notice No deposits were given.
    error EmptyBatch();
    /// @notice The deposit is not the next one.
    error WrongNonce(uint64 given, uint64 expected);
    /// @notice Deposits and remaining hashes do not add up to the attested count.
    error WrongCount(uint256 reached, uint64 attested);
    /// @notice Deposits do not fold to the attested accumulator.
    error WrongAccumulator(bytes32 folded, bytes32 attested);
    /// @notice Too little gas is left to give a deposit its share; the whole batch is undone.
    error InsufficientGas(uint256 available, uint256 required);
    /// @notice No failed deposit is kept under that nonce with that content.
    error NotFailed(uint64 nonce);
    /// @notice The deposit may be retried until then.
    error TooEarlyToBounce(uint64 nonce, uint256 notBefore);
    /// @notice The call came while a batch was running.
    error Reentered();
    /// @notice Only the inbox itself may call.
    error OnlySelf(address caller);
    /// @notice The deposit is of a kind this inbox cannot credit.
    error UnsupportedKind(uint8 kind);

    /// @notice Credits the next deposits. Anyone may call.
    /// @dev Digest: struct `DepositAttestation(uint64 l1Block,uint64 count,bytes32 acc)` in the bridge's domain.
    /// @param attestation What the quorum signed.
    /// @param deposits The next deposits, at least one.
    /// @param rest Hashes of the deposits that follow up to the attested count and are left for a later call (the same attestation serves again).
    /// @param set Current signer set.
    /// @param bitmap Members that signed.
    /// @param sigs 64-byte EIP-2098 signatures in rising order of bits.
    function advance(
        DepositAttestation calldata attestation,
        DepositData[] calldata deposits,
        bytes32[] calldata rest,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs
    ) external;

    /// @notice Tries a failed deposit again; reverts if it fails again. Anyone may call, with as much gas as they like.
    function retry(DepositData calldata d) external;

    /// @notice Sends a deposit that failed seven or more days ago back to its sender on L1. Anyone may call.
    /// @return withdrawalIndex Index of the withdrawal.
    function bounce(DepositData calldata d) external returns (uint64 withdrawalIndex);

    /// @notice Executes one credit in a frame of its own; only the inbox calls it.
    function execute(DepositData calldata d, uint256 gasForRecipient) external;

    /// @notice Deposits processed so far.
    function count() external view returns (uint64);

    /// @notice Accumulator over the processed deposits; reverts before the bridge is bound.
    function acc() external view returns (bytes32);

    /// @notice A failed deposit; zero if none.
    /// @return depositHash Its hash.
    /// @return failedAt When it failed, sidechain seconds.
    function failed(uint64 nonce) external view returns (bytes32 depositHash, uint64 failedAt);

    /// @notice EIP-712 digest of an attestation, for signers and tools; reverts before the bridge is bound.
    function hashAttestation(DepositAttestation calldata attestation) external view returns (bytes32);
}
