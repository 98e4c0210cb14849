// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../../src/interfaces/BridgeTypes.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {BridgeFixture} from "./BridgeFixture.sol";
import {ReferenceTrie, TrieEntry} from "./ReferenceTrie.sol";

/// @title A sidechain whose state can be proven, and a way to let it die
/// @dev Balances, code and storage are read from the EVM the sidechain's contracts run in; tests say which accounts and slots the
/// last state is to hold.
abstract contract EscapeFixture is BridgeFixture {
    bytes32 internal constant EMPTY_CODE = keccak256("");
    bytes32 internal constant EMPTY_TRIE = keccak256(hex"80");

    address[] internal stateAccounts;
    mapping(address account => bytes32[]) internal stateSlots;
    /// @dev Overrides what the EVM says: code hashes (delegations) of accounts.
    mapping(address account => bytes32) internal stateCode;
    Checkpoint internal last;
    /// @dev The state as it was when the last checkpoint was made.
    TrieEntry[] private _frozenAccounts;
    mapping(address account => TrieEntry[]) private _frozenSlots;
    /// @dev Proofs that were asked for, by account and slot; the state does not change any more.
    mapping(address account => bytes[]) private _accountProofs;
    mapping(address account => mapping(bytes32 slot => bytes[])) private _slotProofs;

    function _hold(address account) internal {
        stateAccounts.push(account);
    }

    function _holdSlot(address account, bytes32 slot) internal {
        stateSlots[account].push(slot);
    }

    function _mappingSlot(bytes32 key, uint256 mapping_) internal pure returns (bytes32) {
        return keccak256(abi.encode(key, mapping_));
    }

    /// @dev Freezes the state, signs the last checkpoint over it, and lets 30 days pass.
    function _lastCheckpoint() internal {
        for (uint256 i = 0; i < stateAccounts.length; ++i) {
            address who = stateAccounts[i];
            bytes32[] storage slots = stateSlots[who];
            for (uint256 j = 0; j < slots.length; ++j) {
                uint256 value = uint256(vm.load(who, slots[j]));
                if (value == 0) continue;
                _frozenSlots[who].push(TrieEntry(keccak256(abi.encode(slots[j])), ReferenceTrie.integer(value)));
            }
            bytes32 code = stateCode[who];
            if (code == 0) code = who.code.length == 0 ? EMPTY_CODE : keccak256(who.code);
            _frozenAccounts.push(
                TrieEntry(
                    keccak256(abi.encodePacked(who)), ReferenceTrie.account(1, who.balance, _storageRoot(who), code)
                )
            );
        }
        last = _checkpoint();
        (last.stateRoot,) = ReferenceTrie.prove(_frozenAccounts, _frozenAccounts[0].key);
        _submit(last);
    }

    function _die() internal virtual {
        _lastCheckpoint();
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(last);
    }

    function _accountProof(address who) internal view returns (bytes[] memory proof) {
        (, proof) = ReferenceTrie.prove(_frozenAccounts, keccak256(abi.encodePacked(who)));
    }

    function _slotProof(address who, bytes32 slot) internal view returns (bytes[] memory proof) {
        (, proof) = ReferenceTrie.prove(_frozenSlots[who], keccak256(abi.encode(slot)));
    }

    /// @dev As `_accountProof` and `_slotProof`, made once each.
    function _accountProofOnce(address who) internal returns (bytes[] memory) {
        if (_accountProofs[who].length == 0) _accountProofs[who] = _accountProof(who);
        return _accountProofs[who];
    }

    function _slotProofOnce(address who, bytes32 slot) internal returns (bytes[] memory) {
        if (_slotProofs[who][slot].length == 0) _slotProofs[who][slot] = _slotProof(who, slot);
        return _slotProofs[who][slot];
    }

    function _openNative() internal {
        vault.openNativeEscape(_accountProof(Predeploys.NATIVE_VAULT), _slotProof(Predeploys.NATIVE_VAULT, 0));
    }

    function _escapeNative(address who) internal {
        vault.escapeNative(who, address(0), _accountProof(who));
    }

    function _escape20(address token, address who, address to) internal {
        address mirror = assetBridge.mirrorOf(token);
        bytes[] memory account = _accountProof(mirror);
        bytes[] memory balance = _slotProof(mirror, _mappingSlot(bytes32(uint256(uint160(who))), 0));
        vm.prank(who);
        vault.escape20(token, to, account, balance);
    }

    function _storageRoot(address who) private view returns (bytes32 root) {
        if (_frozenSlots[who].length == 0) return EMPTY_TRIE;
        (root,) = ReferenceTrie.prove(_frozenSlots[who], _frozenSlots[who][0].key);
    }
}
