// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Printable} from "../libraries/Printable.sol";
import {MirrorERC1155} from "./MirrorERC1155.sol";
import {MirrorERC721} from "./MirrorERC721.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title NftMirrorFactory
/// @dev Trust: `NftBridge` for the description at creation. As `MirrorFactory`; a contract of its own because two more creation codes
/// would not fit into that one. A genesis contract. See `INftMirrorFactory`.
contract NftMirrorFactory is INftMirrorFactory {
    /// @dev Slots 0..3; set only while a mirror is being created.
    Description private _pending;

    /// @inheritdoc INftMirrorFactory
    function create(uint8 kind, uint256 originChain, address token, string calldata name, string calldata symbol)
        external
        returns (address mirror)
    {
        if (msg.sender != Predeploys.NFT_BRIDGE) revert OnlyNftBridge(msg.sender);
        string memory shownName = Printable.text(name, "Unnamed collection");
        string memory shownSymbol = Printable.text(symbol, "UNNAMED");
        _pending = Description(originChain, token, shownName, shownSymbol);
        bytes32 salt = keccak256(abi.encode(originChain, token));
        mirror =
            kind == Kinds.ERC721 ? address(new MirrorERC721{salt: salt}()) : address(new MirrorERC1155{salt: salt}());
        delete _pending;
        emit NftMirrorCreated(kind, originChain, token, mirror, shownName, shownSymbol);
    }

    /// @inheritdoc INftMirrorFactory
    function pending() external view returns (Description memory) {
        if (_pending.token == address(0)) revert NothingPending();
        return _pending;
    }
}
