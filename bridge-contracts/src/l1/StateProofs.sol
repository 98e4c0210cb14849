// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Memory} from "@openzeppelin/contracts-5.7/utils/Memory.sol";
import {RLP} from "@openzeppelin/contracts-5.7/utils/RLP.sol";
import {TrieProof} from "@openzeppelin/contracts-5.7/utils/cryptography/TrieProof.sol";
import {IStateProofs, ProvenAccount} from "../interfaces/IStateProofs.sol";

/// @title StateProofs
/// @dev Trust: none; it has neither storage nor rights. The trie walk is OpenZeppelin's. The anchor creates it, because together
/// with the vault it would exceed the size limit of a contract (EIP-170). See `IStateProofs`.
contract StateProofs is IStateProofs {
    /// @inheritdoc IStateProofs
    function account(bytes32 stateRoot, address account_, bytes[] calldata proof)
        external
        pure
        returns (ProvenAccount memory)
    {
        bytes memory key = bytes.concat(keccak256(abi.encodePacked(account_)));
        Memory.Slice[] memory fields = RLP.decodeList(TrieProof.traverse(stateRoot, key, proof));
        if (fields.length != 4) revert NotAnAccount(fields.length);
        return ProvenAccount({
            nonce: RLP.readUint256(fields[0]),
            balance: RLP.readUint256(fields[1]),
            storageRoot: RLP.readBytes32(fields[2]),
            codeHash: RLP.readBytes32(fields[3])
        });
    }

    /// @inheritdoc IStateProofs
    function slot(bytes32 storageRoot, bytes32 slot_, bytes[] calldata proof) external pure returns (uint256 value) {
        return RLP.decodeUint256(TrieProof.traverse(storageRoot, bytes.concat(keccak256(bytes.concat(slot_))), proof));
    }
}
