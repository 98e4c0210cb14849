// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ICollectionVault} from "../interfaces/ICollectionVault.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {Code} from "../libraries/Code.sol";
import {HomeNftMirrorAddress} from "../libraries/HomeNftMirrorAddress.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {NftContents} from "../libraries/NftContents.sol";
import {NftMetadata} from "../libraries/NftMetadata.sol";
import {NftMirrorAddress} from "../libraries/NftMirrorAddress.sol";
import {OriginToken} from "../libraries/OriginToken.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title CollectionVault
/// @dev Trust: `Inbox` for credits. If it credited without a deposit, mirrors on L1 would not be backed; of a collection's holders only those
/// of its mirror would lose. NFTs forced upon the contract belong to nobody. A genesis contract. See `ICollectionVault`.
contract CollectionVault is ICollectionVault, IERC1155Receiver {
    /// @dev Values of the lock; never zero again once written, which is cheaper.
    uint256 private constant OPEN = 1;
    uint256 private constant RUNNING = 2;

    /// @dev Slot 0.
    mapping(uint8 kind => mapping(address token => mapping(uint256 id => uint256))) private _held;
    /// @dev Slot 1. London has no transient storage.
    uint256 private _lock;
    /// @dev Slot 2: the collection that may send ERC-1155 tokens right now.
    address private _pulling;

    /// @dev A collection that calls strangers must not let what one withdrawal moves count for two. Credits need no such lock: what leaves
    /// during a withdrawal is missing when that withdrawal is checked.
    modifier exclusive() {
        if (_lock == RUNNING) revert Reentered();
        _lock = RUNNING;
        _;
        _lock = OPEN;
    }

    /// @inheritdoc ICollectionVault
    function withdraw721(address token, uint256[] calldata ids, address to) external exclusive returns (uint64 index) {
        _requireCollection(Kinds.ERC721, token);
        uint256[] memory amounts = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            amounts[i] = 1;
        }
        uint256 contents = NftContents.check(Kinds.ERC721, ids, amounts);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (_held[Kinds.SIDECHAIN_ERC721][token][ids[i]] != 0) revert AlreadyHeld(token, ids[i]);
            _held[Kinds.SIDECHAIN_ERC721][token][ids[i]] = 1;
            IERC721(token).transferFrom(msg.sender, address(this), ids[i]);
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            if (IERC721(token).ownerOf(ids[i]) != address(this)) revert NotReceived(token, ids[i]);
        }
        return _append(Kinds.SIDECHAIN_ERC721, token, to, contents, NftMetadata.read(Kinds.ERC721, token, ids, amounts));
    }

    /// @inheritdoc ICollectionVault
    function withdraw1155(address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        exclusive
        returns (uint64 index)
    {
        _requireCollection(Kinds.ERC1155, token);
        uint256 contents = NftContents.check(Kinds.ERC1155, ids, amounts);
        _pull(token, ids, amounts);
        bytes memory data = NftMetadata.read(Kinds.ERC1155, token, ids, amounts);
        return _append(Kinds.SIDECHAIN_ERC1155, token, to, contents, data);
    }

    /// @inheritdoc ICollectionVault
    function credit(uint8 kind, address token, address to, uint256 contents, bytes calldata data) external {
        if (msg.sender != Predeploys.INBOX) revert OnlyInbox(msg.sender);
        (,, uint256[] memory ids, uint256[] memory amounts,) =
            abi.decode(data, (string, string, uint256[], uint256[], string[]));
        uint256 given = NftContents.check(Kinds.standardOf(kind), ids, amounts);
        if (given != contents) revert WrongContents(given, contents);
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 held_ = _held[kind][token][ids[i]];
            if (held_ < amounts[i]) revert NotHeld(token, ids[i], held_, amounts[i]);
            _held[kind][token][ids[i]] = held_ - amounts[i];
        }
        if (kind == Kinds.SIDECHAIN_ERC1155) {
            return IERC1155(token).safeBatchTransferFrom(address(this), to, ids, amounts, "");
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            IERC721(token).transferFrom(address(this), to, ids[i]);
        }
    }

    /// @notice Accepts tokens only while a withdrawal pulls them.
    function onERC1155Received(address, address, uint256, uint256, bytes calldata) external view returns (bytes4) {
        if (msg.sender != _pulling) revert NotPulling(msg.sender);
        return this.onERC1155Received.selector;
    }

    /// @notice Accepts tokens only while a withdrawal pulls them.
    function onERC1155BatchReceived(address, address, uint256[] calldata, uint256[] calldata, bytes calldata)
        external
        view
        returns (bytes4)
    {
        if (msg.sender != _pulling) revert NotPulling(msg.sender);
        return this.onERC1155BatchReceived.selector;
    }

    /// @inheritdoc ICollectionVault
    function held(uint8 kind, address token, uint256 id) external view returns (uint256) {
        return _held[kind][token][id];
    }

    /// @inheritdoc ICollectionVault
    function mirrorOf(address collectionBridge, uint8 kind, address token) external view returns (address) {
        return HomeNftMirrorAddress.mirrorOf(collectionBridge, kind, block.chainid, token);
    }

    /// @notice ERC-165.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC1155Receiver).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    function _pull(address token, uint256[] calldata ids, uint256[] calldata amounts) private {
        uint256[] memory before = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            before[i] = IERC1155(token).balanceOf(address(this), ids[i]);
            _held[Kinds.SIDECHAIN_ERC1155][token][ids[i]] += amounts[i];
        }
        _pulling = token;
        IERC1155(token).safeBatchTransferFrom(msg.sender, address(this), ids, amounts, "");
        _pulling = address(0);
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 current = IERC1155(token).balanceOf(address(this), ids[i]);
            if (current < before[i] || current - before[i] != amounts[i]) revert NotReceived(token, ids[i]);
        }
    }

    function _append(uint8 kind, address token, address to, uint256 contents, bytes memory data)
        private
        returns (uint64 index)
    {
        index = IOutbox(Predeploys.OUTBOX)
            .append(kind, block.chainid, token, msg.sender, to, contents, 0, keccak256(data));
        emit NftsWithdrawn(index, kind, token, data);
    }

    /// @dev A mirror of L1 stands at the address that follows from what it answers; nothing else can.
    function _requireCollection(uint8 standard, address token) private view {
        if (!Code.isContract(token) || Predeploys.isReserved(token)) revert NotACollection(token);
        address l1Token = OriginToken.ask(token);
        if (l1Token == address(0)) return;
        (, uint256 l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
        if (NftMirrorAddress.mirrorOf(standard, l1ChainId, l1Token) == token) revert IsAMirror(token, l1Token);
    }
}
