// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MirrorERC721Base} from "../libraries/MirrorERC721Base.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title MirrorERC721
/// @dev Trust: `NftBridge` alone, fixed in the code, may mint and burn. Owners stand in the mapping at slot 2, so that L1 can prove
/// them. Minting calls nobody, so no recipient can refuse. See `INftMirror`.
contract MirrorERC721 is MirrorERC721Base {
    function _bridge() internal pure override returns (address) {
        return Predeploys.NFT_BRIDGE;
    }
}
