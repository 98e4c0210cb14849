// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {Leaf} from "../interfaces/BridgeTypes.sol";
import {INftVault} from "../interfaces/INftVault.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {NftContents} from "../libraries/NftContents.sol";
import {NftMetadata} from "../libraries/NftMetadata.sol";
import {WithdrawalTree} from "../libraries/WithdrawalTree.sol";
import {NftVaultBase} from "./NftVaultBase.sol";
import {NftVaultEscape} from "./NftVaultEscape.sol";

/// @title NftVault
/// @dev Trust: the anchor's roots. If that trust fails, nothing of this vault is lost before its queue's time is over. Leaves of these
/// kinds are claimed here only and all others only at `Vault`, so one leaf cannot be paid by both. See `INftVault`.
contract NftVault is NftVaultEscape, IERC1155Receiver {
    using BitMaps for BitMaps.BitMap;

    /// @dev Code of an account delegated by EIP-7702 has this length; no collection is so short.
    uint256 private constant DELEGATION_LENGTH = 23;
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
    function claim(bytes32 root, Leaf calldata leaf, uint256 mask, bytes32[] calldata siblings) external nonReentrant {
        (uint48 checkpoint, uint48 count) = _usableRoot(root);
        if (leaf.index >= count) revert IndexOutOfRange(leaf.index, count);
        if (_claimed.get(leaf.index)) revert AlreadyClaimed(leaf.index);
        bytes32 leafHash = _leafHash(leaf);
        if (MerklePath.rootOf(leafHash, leaf.index, WithdrawalTree.DEPTH, mask, siblings) != root) {
            revert InvalidProof(leaf.index, root);
        }
        bool known = (leaf.kind == Kinds.ERC721 || leaf.kind == Kinds.ERC1155) && leaf.originChain == L1_CHAIN_ID
            && leaf.dataHash == 0 && leaf.fee == 0;
        if (!known) revert UnsupportedAsset(leaf.kind, leaf.originChain, leaf.token);
        _claimed.set(leaf.index);
        uint40 releaseAt = uint40(block.timestamp + QUEUE_SECONDS);
        _queue[leaf.index] = Queued({leafHash: leafHash, releaseAt: releaseAt, checkpoint: checkpoint});
        emit NftClaimQueued(leaf.index, releaseAt);
    }

    /// @inheritdoc INftVault
    function release(uint256 index, Leaf calldata leaf, uint256[] calldata ids, uint256[] calldata amounts)
        external
        nonReentrant
    {
        Queued memory entry = _queue[index];
        if (entry.releaseAt == 0) revert NotQueued(index);
        if (block.timestamp < entry.releaseAt) revert NotReleasable(index, entry.releaseAt);
        if (leaf.index != index || _leafHash(leaf) != entry.leafHash) revert NotTheQueuedLeaf(index);
        if (ANCHOR.isVoided(entry.checkpoint)) return _forget(index);
        (,, uint40 pausedUntil) = VAULT.pausedUntil();
        if (block.timestamp < pausedUntil && block.timestamp < entry.releaseAt + OVERDUE) revert Paused(pausedUntil);
        uint256 contents = NftContents.check(leaf.kind, ids, amounts);
        if (contents != leaf.amount) revert WrongContents(contents, leaf.amount);
        delete _queue[index];
        _unlock(leaf.kind, leaf.token, ids, amounts);
        emit NftsClaimed(index, leaf.to, leaf.token, ids, amounts);
        _handOver(leaf.kind, leaf.token, leaf.to, ids, amounts);
    }

    /// @inheritdoc INftVault
    function forget(uint256 index) external {
        if (!ANCHOR.isVoided(_queue[index].checkpoint)) revert NotVoided(index);
        _forget(index);
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

    /// @dev Nothing was handed over, so the index is free for whoever a good checkpoint gives it to.
    function _forget(uint256 index) private {
        delete _queue[index];
        _claimed.unset(index);
        emit NftClaimVoided(index);
    }

    function _usableRoot(bytes32 root) private view returns (uint48 checkpoint, uint48 count) {
        uint40 acceptedAt;
        uint40 maturesAt;
        (acceptedAt, maturesAt, checkpoint, count,) = ANCHOR.rootMeta(root);
        if (root == 0 || acceptedAt == 0) revert UnknownRoot(root);
        if (block.timestamp < maturesAt) revert RootNotMature(root, maturesAt);
    }

    function _requireCode(address token) private view {
        if (token.code.length <= DELEGATION_LENGTH) revert NotACollection(token);
    }

    function _leafHash(Leaf calldata leaf) private view returns (bytes32) {
        return WithdrawalTree.leafHash(leaf, SIDECHAIN_ID, L1_CHAIN_ID, address(VAULT));
    }
}
