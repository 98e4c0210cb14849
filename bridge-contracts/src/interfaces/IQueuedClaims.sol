// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "./BridgeTypes.sol";

/// @title Claims of what nobody can say the worth of: all of them wait
/// @dev Trust: the anchor for roots, the vault for the deposit chain and for pauses of releases. Common to the contracts beside the vault
/// that settle kinds of their own.
interface IQueuedClaims {
    /// @notice A withdrawal was proven and waits for `release`.
    event ClaimQueued(uint256 indexed index, uint40 releaseAt);
    /// @notice A queued withdrawal was forgotten because its checkpoint was taken back; it can be claimed under a good one.
    event ClaimVoided(uint256 indexed index);

    /// @notice The root was never accepted.
    error UnknownRoot(bytes32 root);
    /// @notice Claims under the root are honoured later.
    error RootNotMature(bytes32 root, uint40 maturesAt);
    /// @notice The root has no leaf of that index.
    error IndexOutOfRange(uint64 index, uint48 count);
    /// @notice The leaf was claimed already.
    error AlreadyClaimed(uint64 index);
    /// @notice The leaf is not under the root at its index.
    error InvalidProof(uint64 index, bytes32 root);
    /// @notice This contract does not settle assets of that kind and origin.
    error UnsupportedAsset(uint8 kind, uint256 originChain, address token);
    /// @notice Nothing is queued under that index.
    error NotQueued(uint256 index);
    /// @notice Nothing is queued under that index, or its checkpoint was not taken back.
    error NotVoided(uint256 index);
    /// @notice The leaf is not the one that was queued.
    error NotTheQueuedLeaf(uint256 index);
    /// @notice The queue entry cannot be released yet.
    error NotReleasable(uint256 index, uint40 releaseAt);
    /// @notice Releases are paused.
    error Paused(uint40 until);
    /// @notice The bridge was not declared dead, or had no checkpoint to leave from.
    error NoExitState();
    /// @notice This has left already.
    error AlreadyEscaped(bytes32 key);
    /// @notice The deposit is not one that the vault chained under that nonce for this contract.
    error NotTheDeposit(uint64 nonce);
    /// @notice The sidechain had consumed that deposit; it can be refunded only if it shows as failed.
    error DepositConsumed(uint64 nonce, uint64 consumed);
    /// @notice The last state does not hold that deposit as failed.
    error DepositNotFailed(uint64 nonce);

    /// @notice Proves a withdrawal and queues it. Anyone may call.
    /// @param root Withdrawal root accepted by the anchor; any later root proves earlier withdrawals.
    /// @param leaf The withdrawal.
    /// @param mask See `LeafProof`.
    /// @param siblings See `LeafProof`.
    function claim(bytes32 root, Leaf calldata leaf, uint256 mask, bytes32[] calldata siblings) external;

    /// @notice Forgets a queued withdrawal whose checkpoint was taken back. Anyone may call.
    function forget(uint256 index) external;

    /// @notice Gives a deposit back that the dead sidechain had not consumed. Anyone may call; the depositor receives.
    function refundDeposit(DepositData calldata d) external;

    /// @notice Gives a deposit back that the dead sidechain had consumed but could not credit. Anyone may call.
    /// @param d The deposit, from its event.
    /// @param inboxProof Proof of the inbox's account.
    /// @param failedProof Proof of the deposit's entry in the mapping at its slot 3.
    function refundFailed(DepositData calldata d, bytes[] calldata inboxProof, bytes[] calldata failedProof) external;

    /// @notice True once the leaf of that index was claimed.
    function isClaimed(uint256 index) external view returns (bool);

    /// @notice Queue entry; zero if none.
    function queued(uint256 index) external view returns (bytes32 leafHash, uint40 releaseAt, uint48 checkpoint);
}
