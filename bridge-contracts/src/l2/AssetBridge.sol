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
/// contracts of this bridge, never a stranger's. A genesis contract without storage. See `IAssetBridge`.
contract AssetBridge is IAssetBridge {
    /// @inheritdoc IAssetBridge
    function credit(address token, address to, uint256 amount, bytes calldata metadata) external {
        if (msg.sender != Predeploys.INBOX) revert OnlyInbox(msg.sender);
        uint256 l1ChainId = _l1ChainId();
        address mirror = _factory().mirrorOf(l1ChainId, token);
        if (mirror.code.length == 0) _factory().create(l1ChainId, token, metadata);
        IMirrorERC20(mirror).mint(to, amount);
        emit TokenCredited(token, mirror, to, amount);
    }

    /// @inheritdoc IAssetBridge
    function withdraw(address token, uint256 amount, address to, uint256 fee) external returns (uint64 index) {
        uint256 l1ChainId = _l1ChainId();
        address mirror = _factory().mirrorOf(l1ChainId, token);
        if (mirror.code.length == 0) revert NoMirror(token);
        IMirrorERC20(mirror).burn(msg.sender, amount);
        index =
            IOutbox(Predeploys.OUTBOX).append(Kinds.ERC20, l1ChainId, token, msg.sender, to, amount, fee, bytes32(0));
        emit TokenWithdrawn(index, token, msg.sender, to, amount);
    }

    /// @inheritdoc IAssetBridge
    function mirrorOf(address token) public view returns (address) {
        return _factory().mirrorOf(_l1ChainId(), token);
    }

    /// @inheritdoc IAssetBridge
    function outstanding(address token) external view returns (uint256) {
        address mirror = mirrorOf(token);
        return mirror.code.length == 0 ? 0 : IMirrorERC20(mirror).totalSupply();
    }

    function _l1ChainId() private view returns (uint256 l1ChainId) {
        (, l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
    }

    function _factory() private pure returns (IMirrorFactory) {
        return IMirrorFactory(Predeploys.MIRROR_FACTORY);
    }
}
