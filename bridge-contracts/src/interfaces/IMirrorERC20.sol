// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Sidechain mirror of a token
/// @dev Trust: the asset bridge, fixed in the code, for mint and burn.
interface IMirrorERC20 is IERC20 {
    /// @notice Only the asset bridge may call.
    error OnlyAssetBridge(address caller);

    /// @notice Mints for a deposit; only the asset bridge calls it.
    function mint(address to, uint256 amount) external;

    /// @notice Burns for a withdrawal; only the asset bridge calls it, for its own caller.
    function burn(address from, uint256 amount) external;

    /// @notice Withdraws the caller's tokens to L1: burns them and writes the withdrawal in the same call.
    /// @param to Who receives them on L1.
    /// @param amount Amount, smallest unit.
    /// @param fee Part of it for whoever carries the claim to L1, unless that is `to` itself.
    /// @return index Position in the outbox tree.
    function withdraw(address to, uint256 amount, uint256 fee) external returns (uint64 index);

    /// @notice Chain id of the chain the token comes from.
    function originChain() external view returns (uint256);

    /// @notice The token's address there.
    function originToken() external view returns (address);
}
