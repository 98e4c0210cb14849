// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData} from "../interfaces/BridgeTypes.sol";
import {INftVault} from "../interfaces/INftVault.sol";
import {ProvenAccount} from "../interfaces/IStateProofs.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {NftMirrorAddress} from "../libraries/NftMirrorAddress.sol";
import {NftVaultBase} from "./NftVaultBase.sol";

/// @title NftVaultEscape
/// @dev Trust: the state root of the last checkpoint. Why nothing leaves twice: see `VaultEscape`.
abstract contract NftVaultEscape is NftVaultBase {
    /// @dev Slot of the owners in a mirror of ERC-721, of the balances in one of ERC-1155.
    uint256 private constant OWNERS_SLOT = 2;
    uint256 private constant BALANCES_SLOT = 0;

    /// @inheritdoc INftVault
    function escape(
        uint8 kind,
        address token,
        uint256 id,
        address to,
        bytes[] calldata mirrorProof,
        bytes[] calldata entryProof
    ) external nonReentrant {
        if (!_chains(kind)) revert UnsupportedAsset(kind, L1_CHAIN_ID, token);
        _spend(keccak256(abi.encode("nft", kind, token, id, msg.sender)));
        uint256 amount = _balance(kind, token, id, mirrorProof, entryProof);
        uint256 held_ = _held[kind][token][id];
        if (held_ == 0) revert NothingToPay(msg.sender, token);
        if (amount > held_) amount = held_;
        (uint256[] memory ids, uint256[] memory amounts) = (new uint256[](1), new uint256[](1));
        (ids[0], amounts[0]) = (id, amount);
        _unlock(kind, token, ids, amounts);
        emit NftEscaped(msg.sender, token, id, amount, to);
        this.deliver(kind, token, to, ids, amounts);
    }

    /// @dev What the caller had of one id in the last state.
    function _balance(
        uint8 kind,
        address token,
        uint256 id,
        bytes[] calldata mirrorProof,
        bytes[] calldata entryProof
    ) private view returns (uint256) {
        // Only the bridge's own code can stand at the mirror's address, so its slots mean what they mean here.
        ProvenAccount memory mirror =
            STATE_PROOFS.account(_exitState(), NftMirrorAddress.mirrorOf(kind, L1_CHAIN_ID, token), mirrorProof);
        bytes32 entry = kind == Kinds.ERC721
            ? keccak256(abi.encode(id, OWNERS_SLOT))
            : keccak256(abi.encode(msg.sender, keccak256(abi.encode(id, BALANCES_SLOT))));
        uint256 value = STATE_PROOFS.slot(mirror.storageRoot, entry, entryProof);
        if (kind == Kinds.ERC1155) return value;
        address owner = address(uint160(value));
        if (owner != msg.sender) revert NotTheOwner(token, id, owner);
        return 1;
    }

    function _refund(DepositData calldata d) internal override {
        (,, uint256[] memory ids, uint256[] memory amounts,) =
            abi.decode(d.data, (string, string, uint256[], uint256[], string[]));
        _unlock(d.kind, d.token, ids, amounts);
        emit NftDepositRefunded(d.nonce, d.from, d.token);
        _handOver(d.kind, d.token, d.from, ids, amounts);
    }

    function _chains(uint8 kind) internal pure override returns (bool) {
        return kind == Kinds.ERC721 || kind == Kinds.ERC1155;
    }
}
