// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Reserve of native coin behind bridged ETH
/// @dev Trust: the inbox for credits. The genesis gives it a balance and writes the same number into slot 0; from then on
/// balance >= initial - credited + withdrawn, with equality unless somebody forced coin upon it, which nobody can take out.
/// Credits are announced by the inbox (`Credited`), withdrawals by the outbox (`WithdrawalAppended`).
/// Slots: 0 initial reserve · 1 credited · 2 withdrawn.
interface INativeVault {
    /// @notice Only the inbox may call.
    error OnlyInbox(address caller);
    /// @notice The reserve is too small: the genesis funded it badly.
    error ReserveExhausted(uint256 amount, uint256 available);
    /// @notice The recipient refused.
    error RecipientRefused(address to);
    /// @notice More would be withdrawn than was ever credited.
    error ExceedsOutstanding(uint256 amount, uint256 outstanding);
    /// @notice Only the messenger may give coin up this way.
    error OnlyMessenger(address caller);

    /// @notice Pays a deposit; only the inbox calls it. The recipient is called without data.
    function credit(address to, uint256 amount, uint256 gasForRecipient) external;

    /// @notice Withdraws the sent native coin to L1.
    /// @param to L1 recipient.
    /// @param fee Part of it for whoever carries the claim to L1.
    /// @return index Index of the withdrawal.
    function withdraw(address to, uint256 fee) external payable returns (uint64 index);

    /// @notice Takes the coin of a message to L1, whose leaf the messenger writes in the same call. Only the messenger.
    function surrender() external payable;

    /// @notice Balance given by the genesis, wei.
    function initialReserve() external view returns (uint256);

    /// @notice Total paid out, wei.
    function credited() external view returns (uint256);

    /// @notice Total taken back, wei.
    function withdrawn() external view returns (uint256);

    /// @notice Bridged ETH now on the sidechain: credited less withdrawn, wei.
    function outstanding() external view returns (uint256);

    /// @notice Balance the reserve must have at least, and the balance it has, wei.
    function reserves() external view returns (uint256 required, uint256 actual);
}
