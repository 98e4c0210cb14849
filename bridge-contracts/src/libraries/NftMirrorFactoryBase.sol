// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";
import {Printable} from "./Printable.sol";

/// @title What factories of NFT mirrors are on either chain
/// @dev Trust: the bridge of its chain for the description at creation. Slots 0..3: the description, set only while a mirror is created.
abstract contract NftMirrorFactoryBase is INftMirrorFactory {
    Description private _pending;

    /// @inheritdoc INftMirrorFactory
    function create(uint8 kind, uint256 originChain, address token, string calldata name, string calldata symbol)
        external
        returns (address mirror)
    {
        if (msg.sender != _bridge()) revert OnlyNftBridge(msg.sender);
        string memory shownName = Printable.text(name, "Unnamed collection");
        string memory shownSymbol = Printable.text(symbol, "UNNAMED");
        _pending = Description(originChain, token, shownName, shownSymbol);
        mirror = _new(kind, keccak256(abi.encode(originChain, token)));
        delete _pending;
        emit NftMirrorCreated(kind, originChain, token, mirror, shownName, shownSymbol);
    }

    /// @inheritdoc INftMirrorFactory
    function pending() external view returns (Description memory) {
        if (_pending.token == address(0)) revert NothingPending();
        return _pending;
    }

    /// @dev Who alone may have mirrors created.
    function _bridge() internal view virtual returns (address);

    /// @dev The mirror itself, by CREATE2.
    function _new(uint8 kind, bytes32 salt) internal virtual returns (address mirror);
}
