// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {INftVault} from "../interfaces/INftVault.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {QueuedClaims} from "./QueuedClaims.sol";

/// @title What the vault of NFTs knows and how it hands over
/// @dev Slots: 0..2 see `QueuedClaims` · 3 held · 4 owed.
abstract contract NftVaultBase is QueuedClaims, INftVault {
    /// @dev Gas for handing over, so that whoever calls cannot make it fail by supplying little: for the call, for each id, for the rest.
    uint256 private constant DELIVER_GAS = 300_000;
    uint256 private constant DELIVER_ID_GAS = 100_000;
    uint256 private constant DELIVER_RESERVE = 80_000;

    mapping(uint8 kind => mapping(address token => mapping(uint256 id => uint256))) internal _held;
    mapping(bytes32 what => uint256) internal _owed;

    /// @notice Built by the vault's constructor.
    /// @param anchor The vault's anchor.
    /// @param queueSeconds How long each claim waits.
    constructor(address anchor, uint256 queueSeconds) QueuedClaims(msg.sender, anchor, queueSeconds) {}

    /// @inheritdoc INftVault
    function held(uint8 kind, address token, uint256 id) external view returns (uint256) {
        return _held[kind][token][id];
    }

    /// @inheritdoc INftVault
    function owed(address account, uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts)
        external
        view
        returns (uint256)
    {
        return _owed[_what(account, kind, token, ids, amounts)];
    }

    /// @notice The transfers alone, in a frame of their own: all or none. Only this contract.
    function deliver(uint8 kind, address token, address to, uint256[] calldata ids, uint256[] calldata amounts) external {
        if (msg.sender != address(this)) revert OnlySelf(msg.sender);
        if (kind == Kinds.ERC1155) {
            return IERC1155(token).safeBatchTransferFrom(address(this), to, ids, amounts, "");
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            IERC721(token).transferFrom(address(this), to, ids[i]);
        }
    }

    /// @dev Takes NFTs out of the ledger.
    function _unlock(uint8 kind, address token, uint256[] memory ids, uint256[] memory amounts) internal {
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 held_ = _held[kind][token][ids[i]];
            if (held_ < amounts[i]) revert NotHeld(token, ids[i], held_, amounts[i]);
            _held[kind][token][ids[i]] = held_ - amounts[i];
        }
    }

    /// @dev The ledger has been reduced already. A collection or recipient that refuses harms nobody else: the NFTs are kept for it.
    function _handOver(uint8 kind, address token, address to, uint256[] memory ids, uint256[] memory amounts) internal {
        uint256 share = DELIVER_GAS + ids.length * DELIVER_ID_GAS;
        uint256 required = (share * 64) / 63 + DELIVER_RESERVE;
        if (gasleft() < required) revert InsufficientGas(gasleft(), required);
        // What comes back on failure is not copied.
        try this.deliver{gas: share}(kind, token, to, ids, amounts) {}
        catch {
            ++_owed[_what(to, kind, token, ids, amounts)];
            emit NftsOwed(to, token, ids, amounts);
        }
    }

    function _what(address account, uint8 kind, address token, uint256[] memory ids, uint256[] memory amounts)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(account, kind, token, ids, amounts));
    }
}
