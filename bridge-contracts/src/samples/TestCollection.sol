// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title TestCollection
/// @notice THROWAWAY: for development networks only. Its deployer can mint without limit.
/// @dev Trust: the deployer.
contract TestCollection is ERC721 {
    /// @notice The account that may mint.
    address public immutable MINTER;

    /// @notice Only the minter may call.
    error OnlyMinter(address caller);

    /// @notice The deployer becomes the minter.
    /// @param name_ Name.
    /// @param symbol_ Symbol.
    constructor(string memory name_, string memory symbol_) ERC721(name_, symbol_) {
        MINTER = msg.sender;
    }

    /// @notice Mints.
    function mint(address to, uint256 id) external {
        if (msg.sender != MINTER) revert OnlyMinter(msg.sender);
        _mint(to, id);
    }
}
