// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Leaf} from "../interfaces/BridgeTypes.sol";
import {INftVault} from "../interfaces/INftVault.sol";
import {Code} from "../libraries/Code.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {NftContents} from "../libraries/NftContents.sol";
import {NftMetadata} from "../libraries/NftMetadata.sol";
import {NftVaultBase} from "./NftVaultBase.sol";
import {NftVaultEscape} from "./NftVaultEscape.sol";

/// @title NftVault
/// @dev Trust: the anchor's roots. If that trust fails, nothing of this vault is lost before its queue's time is over. Leaves of these
/// kinds are claimed here only and all others only at `Vault`, so one leaf cannot be paid by both. See `INftVault`.
contract NftVault is NftVaultEscape, IERC1155Receiver {
    /// @dev The collection that may send ERC-1155 tokens right now.
    address private transient _pulling;

    /// @notice See `NftVaultBase`: the arguments are its constructor's.
    constructor(address anchor, uint256 queueSeconds) NftVaultBase(anchor, queueSeconds) {}

    // ---------------------------------------------------------------------------------------------- deposits

    /// @inheritdoc INftVault
    function deposit721(address token, uint256[] calldata ids, address to) external nonReentrant returns (uint256 nonce) {
        _requireCode(token);
        uint256[] memory amounts = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            amounts[i] = 1;
        }
        uint256 contents = NftContents.check(Kinds.ERC721, ids, amounts);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (_held[Kinds.ERC721][token][ids[i]] != 0) revert AlreadyHeld(token, ids[i]);
            _held[Kinds.ERC721][token][ids[i]] = 1;
            IERC721(token).transferFrom(msg.sender, address(this), ids[i]);
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            if (IERC721(token).ownerOf(ids[i]) != address(this)) revert NotReceived(token, ids[i]);
        }
        bytes memory data = NftMetadata.read(Kinds.ERC721, token, ids, amounts);
        return VAULT.chain(Kinds.ERC721, msg.sender, to, token, contents, DEPOSIT_GAS, data);
    }

    /// @inheritdoc INftVault
    function deposit1155(address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        nonReentrant
        returns (uint256 nonce)
    {
        _requireCode(token);
        uint256 contents = NftContents.check(Kinds.ERC1155, ids, amounts);
        uint256[] memory before = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            before[i] = IERC1155(token).balanceOf(address(this), ids[i]);
            _held[Kinds.ERC1155][token][ids[i]] += amounts[i];
        }
        _pulling = token;
        IERC1155(token).safeBatchTransferFrom(msg.sender, address(this), ids, amounts, "");
        _pulling = address(0);
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 current = IERC1155(token).balanceOf(address(this), ids[i]);
            if (current < before[i] || current - before[i] != amounts[i]) revert NotReceived(token, ids[i]);
        }
        bytes memory data = NftMetadata.read(Kinds.ERC1155, token, ids, amounts);
        return VAULT.chain(Kinds.ERC1155, msg.sender, to, token, contents, DEPOSIT_GAS, data);
    }

    /// @notice Accepts tokens only while a deposit pulls them.
    function onERC1155Received(address, address, uint256, uint256, bytes calldata) external view returns (bytes4) {
        if (msg.sender != _pulling) revert NotPulling(msg.sender);
        return this.onERC1155Received.selector;
    }

    /// @notice Accepts tokens only while a deposit pulls them.
    function onERC1155BatchReceived(address, address, uint256[] calldata, uint256[] calldata, bytes calldata)
        external
        view
        returns (bytes4)
    {
        if (msg.sender != _pulling) revert NotPulling(msg.sender);
        return this.onERC1155BatchReceived.selector;
    }

    /// @notice ERC-165.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC1155Receiver).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    // ---------------------------------------------------------------------------------------------- claims

    /// @inheritdoc INftVault
    function release(uint256 index, Leaf calldata leaf, uint256[] calldata ids, uint256[] calldata amounts)
        external
        nonReentrant
    {
        if (!_take(index, leaf)) return;
        uint256 contents = NftContents.check(leaf.kind, ids, amounts);
        if (contents != leaf.amount) revert WrongContents(contents, leaf.amount);
        _unlock(leaf.kind, leaf.token, ids, amounts);
        emit NftsClaimed(index, leaf.to, leaf.token, ids, amounts);
        _handOver(leaf.kind, leaf.token, leaf.to, ids, amounts);
    }

    /// @inheritdoc INftVault
    function collectOwed(uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        nonReentrant
    {
        bytes32 what = _what(msg.sender, kind, token, ids, amounts);
        if (_owed[what] == 0) revert NothingOwed(msg.sender, token);
        --_owed[what];
        emit NftsCollected(msg.sender, token, to, ids, amounts);
        this.deliver(kind, token, to, ids, amounts);
    }

    function _settles(Leaf calldata leaf) internal view override returns (bool) {
        return _chains(leaf.kind) && leaf.originChain == L1_CHAIN_ID && leaf.dataHash == 0 && leaf.fee == 0;
    }

    function _requireCode(address token) private view {
        if (!Code.isContract(token)) revert NotACollection(token);
    }
}
