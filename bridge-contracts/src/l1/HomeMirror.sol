// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IHomeMirror} from "../interfaces/IHomeMirror.sol";
import {IMirrorBridge} from "../interfaces/IMirrorBridge.sol";
import {IMirrorFactory} from "../interfaces/IMirrorFactory.sol";

/// @title HomeMirror
/// @dev Trust: the `MirrorBridge` that created it alone may mint and burn, for ever. If it minted without a withdrawal, the mirror would
/// not be backed. Takes no constructor arguments, so that its address follows from (origin chain, token) alone. See `IHomeMirror`.
contract HomeMirror is IHomeMirror, ERC20Permit {
    /// @inheritdoc IHomeMirror
    address public immutable minter;
    /// @inheritdoc IHomeMirror
    uint256 public immutable originChain;
    /// @inheritdoc IHomeMirror
    address public immutable originToken;
    uint8 private immutable DECIMALS;

    modifier onlyMinter() {
        if (msg.sender != minter) revert OnlyMinter(msg.sender);
        _;
    }

    /// @notice Takes its description from the bridge that creates it.
    constructor() ERC20(_described().name, _described().symbol) ERC20Permit(_described().name) {
        IMirrorFactory.Description memory description = _described();
        minter = msg.sender;
        originChain = description.originChain;
        originToken = description.token;
        DECIMALS = description.decimals;
    }

    /// @inheritdoc IHomeMirror
    function mint(address to, uint256 amount) external onlyMinter {
        _mint(to, amount);
    }

    /// @inheritdoc IHomeMirror
    function burn(address from, uint256 amount) external onlyMinter {
        _burn(from, amount);
    }

    /// @notice Decimals of the origin token.
    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }

    function _described() private view returns (IMirrorFactory.Description memory) {
        return IMirrorBridge(msg.sender).pending();
    }
}
