// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MirrorERC1155Base} from "../libraries/MirrorERC1155Base.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title MirrorERC1155
/// @dev Trust: `NftBridge` alone, fixed in the code, may mint and burn. Balances stand in the mapping (id, account) at slot 0, so that
/// L1 can prove them. A recipient with code is asked, as the standard wants; one that refuses fails its own deposit only.
/// See `INftMirror`.
contract MirrorERC1155 is MirrorERC1155Base {
    function _bridge() internal pure override returns (address) {
        return Predeploys.NFT_BRIDGE;
    }

    /// @dev A recipient with code is asked; where it refuses the deposit is kept, to be retried or bounced.
    function _give(address to, uint256[] memory ids, uint256[] memory amounts) internal override {
        _mintBatch(to, ids, amounts, "");
    }
}
