// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssetBridge} from "../interfaces/IAssetBridge.sol";
import {IMirrorERC20} from "../interfaces/IMirrorERC20.sol";
import {IMirrorFactory} from "../interfaces/IMirrorFactory.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title AssetBridge
/// @dev Trust: `Inbox` for credits. If it credited without a deposit, mirrors would circulate that L1 does not back. Calls only
/// contracts of this bridge, never a stranger's. A genesis contract. See `IAssetBridge`.
contract AssetBridge is IAssetBridge {
    /// @dev Slot 0: mirrors created so far. Each is written once with the address that follows from the token; it saves every
    /// withdrawal from computing that address again.
    mapping(address token => IMirrorERC20) private _mirrors;

    /// @inheritdoc IAssetBridge
    function credit(address token, address to, uint256 amount, bytes calldata metadata) external {
        if (msg.sender != Predeploys.INBOX) revert OnlyInbox(msg.sender);
        IMirrorERC20 mirror = _mirrors[token];
        if (address(mirror) == address(0)) {
            mirror = IMirrorERC20(_factory().create(_l1ChainId(), token, metadata));
            _mirrors[token] = mirror;
        }
        mirror.mint(to, amount);
    }

    /// @inheritdoc IAssetBridge
    function withdraw(address token, uint256 amount, address to, uint256 fee) external returns (uint64 index) {
        IMirrorERC20 mirror = _mirrors[token];
        if (address(mirror) == address(0)) revert NoMirror(token);
        mirror.burn(msg.sender, amount);
        return IOutbox(Predeploys.OUTBOX)
            .append(Kinds.ERC20, mirror.originChain(), token, msg.sender, to, amount, fee, bytes32(0));
    }

    /// @inheritdoc IAssetBridge
    function mirrorOf(address token) external view returns (address) {
        return _factory().mirrorOf(_l1ChainId(), token);
    }

    /// @inheritdoc IAssetBridge
    function outstanding(address token) external view returns (uint256) {
        IMirrorERC20 mirror = _mirrors[token];
        return address(mirror) == address(0) ? 0 : mirror.totalSupply();
    }

    function _l1ChainId() private view returns (uint256 l1ChainId) {
        (, l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
    }

    function _factory() private pure returns (IMirrorFactory) {
        return IMirrorFactory(Predeploys.MIRROR_FACTORY);
    }
}
