// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "../interfaces/IAnchor.sol";
import {IVault} from "../interfaces/IVault.sol";
import {ExecutorBase} from "../libraries/ExecutorBase.sol";

/// @title Executor
/// @dev Trust: none is put into it. Created by the messenger's constructor. See `ExecutorBase`.
contract Executor is ExecutorBase {
    /// @notice Who created this contract and alone has it make calls.
    address public immutable MESSENGER;
    address private immutable VAULT;
    address private immutable NFT_VAULT;
    address private immutable MIRROR_BRIDGE;
    address private immutable COLLECTION_BRIDGE;
    address private immutable ANCHOR;
    address private immutable EVIDENCE;
    address private immutable PAUSE_BOARD;

    /// @notice Built by the messenger.
    /// @param vault The vault, which names the other contracts of the bridge.
    constructor(address vault) {
        MESSENGER = msg.sender;
        VAULT = vault;
        NFT_VAULT = IVault(vault).NFT_VAULT();
        MIRROR_BRIDGE = IVault(vault).MIRROR_BRIDGE();
        COLLECTION_BRIDGE = IVault(vault).COLLECTION_BRIDGE();
        IAnchor anchor = IAnchor(IVault(vault).ANCHOR());
        ANCHOR = address(anchor);
        EVIDENCE = anchor.EVIDENCE();
        PAUSE_BOARD = anchor.PAUSE_BOARD();
    }

    function _deliverer() internal view override returns (address) {
        return MESSENGER;
    }

    function _isOurs(address target) internal view override returns (bool) {
        return _isPrecompile(target) || target == VAULT || target == ANCHOR || target == MESSENGER
            || target == address(this) || target == NFT_VAULT || target == MIRROR_BRIDGE || target == COLLECTION_BRIDGE
            || target == EVIDENCE || target == PAUSE_BOARD;
    }
}
