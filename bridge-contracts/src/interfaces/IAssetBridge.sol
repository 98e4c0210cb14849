// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Mints and burns the sidechain mirrors of L1 tokens
/// @dev Trust: the inbox for credits. A withdrawal's amount is exactly what was burned in the same call. Credits are announced by
/// the inbox (`Credited`), withdrawals by the outbox (`WithdrawalAppended`).
interface IAssetBridge {
    /// @notice Only the inbox may call.
    error OnlyInbox(address caller);
    /// @notice The token has no mirror: it was never deposited.
    error NoMirror(address token);

    /// @notice Mints for a deposit, creating the mirror at the first; only the inbox calls it.
    /// @param token The token on L1.
    /// @param to Recipient.
    /// @param amount Amount, smallest unit.
    /// @param metadata `abi.encode(string name, string symbol, uint8 decimals)`, used when the mirror is created.
    function credit(address token, address to, uint256 amount, bytes calldata metadata) external;

    /// @notice Burns the caller's mirror tokens and withdraws them to L1. No approval is needed.
    /// @param token The token on L1.
    /// @param amount Amount, smallest unit.
    /// @param to L1 recipient.
    /// @param fee Part of it for whoever carries the claim to L1.
    /// @return index Index of the withdrawal.
    function withdraw(address token, uint256 amount, address to, uint256 fee) external returns (uint64 index);

    /// @notice Address of the mirror of an L1 token, whether it exists yet or not; reverts before the bridge is bound.
    function mirrorOf(address token) external view returns (address);

    /// @notice Mirror tokens in circulation; zero before the first deposit.
    function outstanding(address token) external view returns (uint256);
}
