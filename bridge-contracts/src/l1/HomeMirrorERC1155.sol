// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHomeNftFactory} from "../interfaces/IHomeNftFactory.sol";
import {MirrorERC1155Base} from "../libraries/MirrorERC1155Base.sol";

/// @title HomeMirrorERC1155
/// @dev Trust: the `CollectionBridge` whose factory created it, fixed in the code, for mint and burn. Stands on L1 for an ERC-1155
/// collection of the sidechain.
contract HomeMirrorERC1155 is MirrorERC1155Base {
    /// @notice Who alone may mint and burn.
    address public immutable minter = IHomeNftFactory(msg.sender).BRIDGE();

    function _bridge() internal view override returns (address) {
        return minter;
    }

    /// @dev The recipient is not asked, so none can refuse what was locked for it, nor be called in the middle of a release. A contract that
    /// cannot move ERC-1155 tokens keeps them, as it keeps ERC-721 tokens by a plain transfer.
    function _give(address to, uint256[] memory ids, uint256[] memory amounts) internal override {
        _update(address(0), to, ids, amounts);
    }
}
