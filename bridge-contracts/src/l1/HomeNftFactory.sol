// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHomeNftFactory} from "../interfaces/IHomeNftFactory.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {NftMirrorFactoryBase} from "../libraries/NftMirrorFactoryBase.sol";
import {HomeMirrorERC1155} from "./HomeMirrorERC1155.sol";
import {HomeMirrorERC721} from "./HomeMirrorERC721.sol";

/// @title HomeNftFactory
/// @dev Trust: the bridge that created it. Apart from it because the two creation codes would not fit into it (EIP-170).
contract HomeNftFactory is NftMirrorFactoryBase, IHomeNftFactory {
    /// @inheritdoc IHomeNftFactory
    address public immutable BRIDGE = msg.sender;

    function _bridge() internal view override returns (address) {
        return BRIDGE;
    }

    function _new(uint8 kind, bytes32 salt) internal override returns (address) {
        return kind == Kinds.ERC721
            ? address(new HomeMirrorERC721{salt: salt}())
            : address(new HomeMirrorERC1155{salt: salt}());
    }
}
