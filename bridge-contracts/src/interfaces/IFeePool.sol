// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Pays those who carry checkpoints and evidence to L1
/// @notice Anyone may fund it, nobody can take anything out but by having a checkpoint accepted or taken back.
/// @dev Trust: none of the bridge's contracts knows it; it can be deployed at any time, or never. Who pays more gas than the pool pays
/// back has lost that.
interface IFeePool {
    /// @notice Somebody funded the pool.
    event Funded(address indexed by, uint256 amount);
    /// @notice Gas, and for evidence the reward, was paid.
    event Paid(address indexed to, uint256 amount);

    /// @notice A constructor argument is out of its range.
    error BadConfiguration(string what);
    /// @notice Only acceptance and evidence are paid for.
    error NotPaidFor(bytes4 selector);
    /// @notice The caller refuses to be paid.
    error PaymentRefused(address to);

    /// @notice Calls the anchor, and pays the caller's gas back if that succeeds. Within the budget; what exceeds it is not paid.
    /// @param call Call data of `submit` or `submitMany`.
    function submit(bytes calldata call) external;

    /// @notice Calls `Evidence`, and pays the caller's gas back if that succeeds, and the reward if a checkpoint was taken back. A
    /// watcher of the mempool may be faster with what another has found: send it where it is not seen.
    /// @param call Call data of one of its functions.
    function prove(bytes calldata call) external;

    /// @notice What may still be paid now for gas, wei: the budget fills up evenly within a day.
    function available() external view returns (uint256);
}
