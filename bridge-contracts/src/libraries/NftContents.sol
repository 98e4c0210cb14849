// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Kinds} from "./Kinds.sol";

/// @title Which NFTs travel together
/// @dev Trust: none; pure. Used on both chains: leaves and deposits name what they carry by this hash in the place of an amount.
library NftContents {
    /// @dev Most ids in one deposit or withdrawal, so that whatever is accepted can be delivered in a block of either chain.
    uint256 internal constant MAX_IDS = 16;

    /// @notice No ids, too many, or not as many amounts.
    error WrongNumber(uint256 ids, uint256 amounts);
    /// @notice Ids must rise, so that one list has one hash and no id comes twice.
    error NotRising(uint256 position);
    /// @notice An amount is zero, or more than one of an ERC-721.
    error WrongAmount(uint256 id, uint256 amount);
    /// @notice Neither ERC-721 nor ERC-1155.
    error NotAnNftKind(uint8 kind);

    /// @notice Refuses what cannot be carried and hashes the rest.
    function check(uint8 kind, uint256[] memory ids, uint256[] memory amounts) internal pure returns (uint256 contents) {
        if (kind != Kinds.ERC721 && kind != Kinds.ERC1155) revert NotAnNftKind(kind);
        bool fits = ids.length != 0 && ids.length <= MAX_IDS && ids.length == amounts.length;
        if (!fits) revert WrongNumber(ids.length, amounts.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (i != 0 && ids[i] <= ids[i - 1]) revert NotRising(i);
            if (amounts[i] == 0 || (kind == Kinds.ERC721 && amounts[i] != 1)) revert WrongAmount(ids[i], amounts[i]);
        }
        return uint256(keccak256(abi.encode(ids, amounts)));
    }
}
