// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {IMirrorFactory} from "../interfaces/IMirrorFactory.sol";
import {Printable} from "../libraries/Printable.sol";
import {MirrorERC20} from "./MirrorERC20.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title MirrorFactory
/// @dev Trust: `AssetBridge` for the metadata at creation. Mirrors take no constructor arguments, so that their address follows from
/// (origin chain, token) alone; their constructor asks back for the description. A genesis contract. See `IMirrorFactory`.
contract MirrorFactory is IMirrorFactory {
    /// @dev Slots 0..4; set only while a mirror is being created.
    Description private _pending;

    /// @inheritdoc IMirrorFactory
    function create(uint256 originChain, address token, bytes calldata metadata) external returns (address mirror) {
        if (msg.sender != Predeploys.ASSET_BRIDGE) revert OnlyAssetBridge(msg.sender);
        (string memory name, string memory symbol, uint8 decimals) = abi.decode(metadata, (string, string, uint8));
        name = Printable.text(name, "Unnamed token");
        symbol = Printable.text(symbol, "UNNAMED");
        _pending = Description(originChain, token, name, symbol, decimals);
        mirror = address(new MirrorERC20{salt: _salt(originChain, token)}());
        delete _pending;
        emit MirrorCreated(originChain, token, mirror, name, symbol, decimals);
    }

    /// @inheritdoc IMirrorFactory
    function pending() external view returns (Description memory) {
        if (_pending.token == address(0)) revert NothingPending();
        return _pending;
    }

    /// @inheritdoc IMirrorFactory
    function mirrorOf(uint256 originChain, address token) external view returns (address) {
        return Create2.computeAddress(_salt(originChain, token), mirrorInitCodeHash());
    }

    /// @inheritdoc IMirrorFactory
    function mirrorInitCodeHash() public pure returns (bytes32) {
        return keccak256(type(MirrorERC20).creationCode);
    }

    function _salt(uint256 originChain, address token) private pure returns (bytes32) {
        return keccak256(abi.encode(originChain, token));
    }
}
