// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData} from "../interfaces/BridgeTypes.sol";

/// @title Hash chain of deposits
/// @dev Trust: none; pure. Used unchanged by the vault, which builds it, and by the inbox, which folds it again.
library DepositChain {
    /// @dev Prefix of every deposit hash.
    bytes32 internal constant DEPOSIT_V1 = keccak256("PoaSidechain.Deposit.v1");

    /// @notice Accumulator over no deposits; never zero.
    function start(bytes32 sidechainId, address vault) internal pure returns (bytes32) {
        return keccak256(abi.encode("deposits", sidechainId, vault));
    }

    /// @notice Accumulator after one more deposit.
    function append(bytes32 acc, bytes32 depositHash) internal pure returns (bytes32) {
        return keccak256(bytes.concat(acc, depositHash));
    }

    /// @notice Hash of a deposit: commits to every field and to the bridge it was made on.
    function hash(DepositData memory d, bytes32 sidechainId, uint256 l1ChainId, address vault)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                DEPOSIT_V1,
                sidechainId,
                l1ChainId,
                vault,
                d.nonce,
                d.kind,
                d.from,
                d.to,
                d.token,
                d.amount,
                d.gasLimit,
                keccak256(d.data)
            )
        );
    }
}
