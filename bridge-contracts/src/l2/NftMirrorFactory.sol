// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Kinds} from "../libraries/Kinds.sol";
import {NftMirrorFactoryBase} from "../libraries/NftMirrorFactoryBase.sol";
import {MirrorERC1155} from "./MirrorERC1155.sol";
import {MirrorERC721} from "./MirrorERC721.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title NftMirrorFactory
/// @dev Trust: `NftBridge` for the description at creation. As `MirrorFactory`; a contract of its own because two more creation codes
/// would not fit into that one. A genesis contract. See `INftMirrorFactory`.
contract NftMirrorFactory is NftMirrorFactoryBase {
    function _bridge() internal pure override returns (address) {
        return Predeploys.NFT_BRIDGE;
    }

    function _new(uint8 kind, bytes32 salt) internal override returns (address) {
        return kind == Kinds.ERC721 ? address(new MirrorERC721{salt: salt}()) : address(new MirrorERC1155{salt: salt}());
    }
}
