// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title L1 mirror of a token of the sidechain
/// @dev Trust: the mirror bridge that created it, fixed in the code, for mint and burn.
interface IHomeMirror is IERC20 {
    /// @notice Only the mirror bridge may call.
    error OnlyMinter(address caller);

    /// @notice Mints for a withdrawal; only the mirror bridge calls it.
    function mint(address to, uint256 amount) external;

    /// @notice Burns for a deposit; only the mirror bridge calls it, for its own caller.
    function burn(address from, uint256 amount) external;

    /// @notice Who alone may mint and burn.
    function minter() external view returns (address);

    /// @notice Chain id of the sidechain.
    function originChain() external view returns (uint256);

    /// @notice The token's address there.
    function originToken() external view returns (address);
}
