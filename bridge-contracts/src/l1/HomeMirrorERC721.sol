// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHomeNftFactory} from "../interfaces/IHomeNftFactory.sol";
import {MirrorERC721Base} from "../libraries/MirrorERC721Base.sol";

/// @title HomeMirrorERC721
/// @dev Trust: the `CollectionBridge` whose factory created it, fixed in the code, for mint and burn. Stands on L1 for an ERC-721 collection
/// of the sidechain.
contract HomeMirrorERC721 is MirrorERC721Base {
    /// @notice Who alone may mint and burn.
    address public immutable minter = IHomeNftFactory(msg.sender).BRIDGE();

    function _bridge() internal view override returns (address) {
        return minter;
    }
}
