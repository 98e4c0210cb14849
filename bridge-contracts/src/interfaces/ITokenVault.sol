// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Keeps the sidechain's own tokens while their mirrors are on L1
/// @dev Trust: the inbox for credits. A withdrawal's amount is exactly what came in the same call; each token has a ledger of its own, and
/// is trusted for nothing but its own balance. Mirrors of L1 tokens are refused: they go back by burning.
/// Slots: 0 locked · 1 description hashes · 2 lock.
interface ITokenVault {
    /// @notice A token was withdrawn for the first time. Its metadata is what its L1 mirror is created with.
    /// @param metadata `abi.encode(string name, string symbol, uint8 decimals)`.
    event TokenDescribed(address indexed token, bytes32 indexed hash, bytes metadata);

    /// @notice Only the inbox may call.
    error OnlyInbox(address caller);
    /// @notice The call came while a withdrawal was running.
    error Reentered();
    /// @notice The address has no code, or code of a delegated account, or is kept for contracts of the genesis.
    error NotAToken(address token);
    /// @notice The token is the mirror of an L1 token; withdraw it by its own `withdraw`.
    error IsAMirror(address token, address originToken);
    /// @notice The token moved nothing, or more than was asked for.
    error WrongReceipt(address token, uint256 received, uint256 requested);
    /// @notice Less is locked than is to be given back.
    error InsufficientLocked(address token, uint256 locked, uint256 amount);

    /// @notice Locks the caller's tokens, which must be approved, and withdraws what really came to L1.
    /// @param token The token.
    /// @param amount How much to pull, smallest unit.
    /// @param to L1 recipient.
    /// @param fee Part of what comes for whoever carries the claim to L1, unless that is `to` itself.
    /// @return index Index of the withdrawal.
    function withdraw(address token, uint256 amount, address to, uint256 fee) external returns (uint64 index);

    /// @notice Gives locked tokens back for a deposit of their mirror; only the inbox calls it.
    /// @param token The token.
    /// @param to Recipient.
    /// @param amount Amount, smallest unit.
    function credit(address token, address to, uint256 amount) external;

    /// @notice Amount of a token kept for its mirror: withdrawn less credited.
    function locked(address token) external view returns (uint256);

    /// @notice Hash of a token's metadata as read at its first withdrawal; zero before. Leaves carry it as `dataHash`.
    function descriptionHash(address token) external view returns (bytes32);

    /// @notice Address of a token's mirror on L1, whether it exists yet or not.
    /// @param mirrorBridge The bridge's `MirrorBridge` on L1.
    /// @param token The token here.
    function mirrorOf(address mirrorBridge, address token) external view returns (address);
}
