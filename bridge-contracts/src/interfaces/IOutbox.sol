// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Append-only tree of withdrawals
/// @dev Trust: the predeploys and mirrors that may append; each gives up the asset in the same call. Slots: 0 root · 1 count ·
/// 2..33 the frontier · 34, 35 the identity.
interface IOutbox {
    /// @notice A withdrawal was written. Carries the whole leaf.
    event WithdrawalAppended(
        uint64 indexed index,
        address indexed from,
        address indexed to,
        uint8 kind,
        uint256 originChain,
        address token,
        uint256 amount,
        uint256 fee,
        bytes32 dataHash,
        bytes32 leaf,
        bytes32 root
    );

    /// @notice The caller may not append.
    error NotAnAppender(address caller);
    /// @notice 2^32 withdrawals were written.
    error TreeFull();
    /// @notice Withdrawals must name a recipient.
    error NoRecipient();
    /// @notice A withdrawal of nothing.
    error NoAmount();
    /// @notice The fee exceeds the amount.
    error FeeExceedsAmount(uint256 fee, uint256 amount);

    /// @notice Writes a withdrawal. Only the asset bridge, the native vault and the inbox may call.
    /// @return index Its position.
    function append(
        uint8 kind,
        uint256 originChain,
        address token,
        address from,
        address to,
        uint256 amount,
        uint256 fee,
        bytes32 dataHash
    ) external returns (uint64 index);

    /// @notice Writes the withdrawal of a token whose mirror burns it in the same call. Only that mirror may call.
    /// @param token The token on L1.
    /// @param from Account that gave it up.
    /// @param to Who receives it on L1.
    /// @param amount Amount, smallest unit.
    /// @param fee Part of it for whoever carries the claim to L1.
    /// @return index Position of the withdrawal.
    function appendBurnt(address token, address from, address to, uint256 amount, uint256 fee)
        external
        returns (uint64 index);

    /// @notice Root of the tree.
    function root() external view returns (bytes32);

    /// @notice Number of leaves.
    function count() external view returns (uint64);
}
