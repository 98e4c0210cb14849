// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IMirrorERC20} from "../interfaces/IMirrorERC20.sol";
import {IMirrorFactory} from "../interfaces/IMirrorFactory.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title MirrorERC20
/// @dev Trust: `AssetBridge` alone, fixed in the code, may mint and burn for others; holders burn their own by withdrawing. If it minted without a deposit the mirror would not be
/// backed. Balances stand in the mapping at slot 0, so that L1 can prove them. See `IMirrorERC20`.
contract MirrorERC20 is IMirrorERC20, ERC20Permit {
    /// @inheritdoc IMirrorERC20
    uint256 public immutable originChain;
    /// @inheritdoc IMirrorERC20
    address public immutable originToken;
    uint8 private immutable DECIMALS;

    modifier onlyAssetBridge() {
        if (msg.sender != Predeploys.ASSET_BRIDGE) revert OnlyAssetBridge(msg.sender);
        _;
    }

    /// @notice Takes its description from the factory that creates it.
    constructor() ERC20(_described().name, _described().symbol) ERC20Permit(_described().name) {
        IMirrorFactory.Description memory description = _described();
        originChain = description.originChain;
        originToken = description.token;
        DECIMALS = description.decimals;
    }

    /// @inheritdoc IMirrorERC20
    function mint(address to, uint256 amount) external onlyAssetBridge {
        _mint(to, amount);
    }

    /// @inheritdoc IMirrorERC20
    function burn(address from, uint256 amount) external onlyAssetBridge {
        _burn(from, amount);
    }

    /// @inheritdoc IMirrorERC20
    function withdraw(address to, uint256 amount, uint256 fee) external returns (uint64 index) {
        _burn(msg.sender, amount);
        return IOutbox(Predeploys.OUTBOX).appendBurnt(originToken, msg.sender, to, amount, fee);
    }

    /// @notice Decimals of the origin token.
    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }

    function _described() private view returns (IMirrorFactory.Description memory) {
        return IMirrorFactory(msg.sender).pending();
    }
}
