// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title TestToken
/// @notice THROWAWAY: for development networks only. Its deployer can mint without limit.
/// @dev Trust: the deployer.
contract TestToken is ERC20 {
    /// @notice The account that may mint.
    address public immutable MINTER;

    /// @notice Only the minter may call.
    error OnlyMinter(address caller);

    /// @notice The deployer becomes the minter.
    /// @param name_ Name.
    /// @param symbol_ Symbol.
    constructor(string memory name_, string memory symbol_) ERC20(name_, symbol_) {
        MINTER = msg.sender;
    }

    /// @notice Mints.
    function mint(address to, uint256 amount) external {
        if (msg.sender != MINTER) revert OnlyMinter(msg.sender);
        _mint(to, amount);
    }
}
