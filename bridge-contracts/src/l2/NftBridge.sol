// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INftBridge} from "../interfaces/INftBridge.sol";
import {INftMirror} from "../interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {NftContents} from "../libraries/NftContents.sol";
import {NftMirrorAddress} from "../libraries/NftMirrorAddress.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title NftBridge
/// @dev Trust: `Inbox` for credits. If it credited without a deposit, mirrors would circulate that L1 does not hold. Calls only
/// contracts of this bridge; the mirror of an ERC-1155 calls a recipient with code. A genesis contract. See `INftBridge`.
contract NftBridge is INftBridge {
    /// @dev Slot 0: mirrors created so far. Each is written once.
    mapping(uint8 kind => mapping(address token => INftMirror)) private _mirrors;

    /// @inheritdoc INftBridge
    function credit(uint8 kind, address token, address to, uint256 contents, bytes calldata data) external {
        if (msg.sender != Predeploys.INBOX) revert OnlyInbox(msg.sender);
        (,, uint256[] memory ids, uint256[] memory amounts, string[] memory uris) =
            abi.decode(data, (string, string, uint256[], uint256[], string[]));
        uint256 given = NftContents.check(kind, ids, amounts);
        if (given != contents) revert WrongContents(given, contents);
        INftMirror mirror = _mirrors[kind][token];
        if (address(mirror) == address(0)) mirror = _create(kind, token, data);
        mirror.mint(to, ids, amounts, uris);
    }

    /// @inheritdoc INftBridge
    function withdraw(uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        returns (uint64 index)
    {
        uint256 contents = NftContents.check(kind, ids, amounts);
        INftMirror mirror = _mirrors[kind][token];
        if (address(mirror) == address(0)) revert NoMirror(kind, token);
        mirror.burn(msg.sender, ids, amounts);
        index = IOutbox(Predeploys.OUTBOX)
            .append(kind, mirror.originChain(), token, msg.sender, to, contents, 0, bytes32(0));
        emit NftsWithdrawn(index, kind, token, ids, amounts);
    }

    /// @inheritdoc INftBridge
    function mirrorOf(uint8 kind, address token) external view returns (address) {
        return NftMirrorAddress.mirrorOf(kind, _l1ChainId(), token);
    }

    function _create(uint8 kind, address token, bytes calldata data) private returns (INftMirror mirror) {
        (string memory name, string memory symbol) = abi.decode(data, (string, string));
        INftMirrorFactory factory = INftMirrorFactory(Predeploys.NFT_MIRROR_FACTORY);
        mirror = INftMirror(factory.create(kind, _l1ChainId(), token, name, symbol));
        _mirrors[kind][token] = mirror;
    }

    function _l1ChainId() private view returns (uint256 l1ChainId) {
        (, l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
    }
}
