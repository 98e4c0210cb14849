// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData} from "./BridgeTypes.sol";

/// @title Ways out of a dead bridge
/// @notice Open once the anchor was declared dead. Everything leaves by proof against the last checkpoint's state; withdrawals in
/// its tree are claimed as ever. No pause stops this.
/// @dev Trust: the last checkpoint's state root. Native balances together are paid at most what the sidechain's native vault had
/// given out, and every payment is bounded by the asset's ledger, so neither coin that only a genesis made nor one asset can take
/// what is kept for others. Coin and tokens that belong to contracts of the sidechain can be taken only by a contract at the same
/// address on L1: nobody can say to whom else they belong.
interface IVaultEscape {
    /// @notice Native coin may leave, `budget` wei in all.
    event NativeEscapeOpened(uint256 budget);
    /// @notice A balance left.
    /// @param account Its holder on the sidechain.
    /// @param token The token, zero for ETH.
    /// @param to Where it went on L1.
    /// @param amount What was paid.
    /// @param balance What the last state says the account had; more than `amount` only if coin was not backed.
    event Escaped(address indexed account, address indexed token, address to, uint256 amount, uint256 balance);
    /// @notice A deposit the sidechain never credited was paid back to its depositor.
    event DepositRefunded(uint256 indexed nonce, address indexed from, address token, uint256 amount);

    /// @notice The bridge was not declared dead, or had no checkpoint to leave from.
    error NoExitState();
    /// @notice `openNativeEscape` was called already.
    error NativeEscapeOpen();
    /// @notice `openNativeEscape` must be called first.
    error NativeEscapeClosed();
    /// @notice This has left already.
    error AlreadyEscaped(bytes32 key);
    /// @notice The account has code, so only itself may take its balance on L1.
    error NotAttributable(address account, bytes32 codeHash);
    /// @notice There is nothing to pay, or nothing left to pay it from.
    error NothingToPay(address account, address token);
    /// @notice The deposit is not the one the vault took under that nonce.
    error NotTheDeposit(uint64 nonce);
    /// @notice The sidechain had consumed that deposit; it can be refunded only if it shows as failed.
    error DepositConsumed(uint64 nonce, uint64 consumed);
    /// @notice The last state does not hold that deposit as failed.
    error DepositNotFailed(uint64 nonce);

    /// @notice Reads from the last state how much native coin the sidechain had given out. Anyone, once.
    /// @param accountProof Proof of the native vault's account.
    /// @param reserveProof Proof of its slot 0, the initial reserve.
    function openNativeEscape(bytes[] calldata accountProof, bytes[] calldata reserveProof) external;

    /// @notice Pays an account's native balance to the same address on L1. Anyone may call for an account without code or with a
    /// delegation (EIP-7702); for a contract only itself. Once per account.
    /// @param account Holder.
    /// @param delegate Where its code delegates to; zero if it has no code.
    /// @param proof Proof of the account.
    function escapeNative(address account, address delegate, bytes[] calldata proof) external;

    /// @notice Pays what the caller held of a token's mirror. Once per caller and token.
    /// @param token The token on L1.
    /// @param to Where to pay.
    /// @param mirrorProof Proof of the mirror's account.
    /// @param balanceProof Proof of the caller's entry in the mapping at its slot 0.
    function escape20(address token, address to, bytes[] calldata mirrorProof, bytes[] calldata balanceProof) external;

    /// @notice Pays a deposit back that the sidechain had not consumed. Anyone may call; the depositor is paid.
    /// @param d The deposit, from its event.
    function refundDeposit(DepositData calldata d) external;

    /// @notice Pays a deposit back that the sidechain had consumed but could not credit. Anyone may call; the depositor is paid.
    /// @param d The deposit, from its event.
    /// @param inboxProof Proof of the inbox's account.
    /// @param failedProof Proof of the deposit's entry in the mapping at its slot 3.
    function refundFailed(DepositData calldata d, bytes[] calldata inboxProof, bytes[] calldata failedProof) external;

    /// @notice Native coin that may still leave; zero until `openNativeEscape`.
    function nativeBudget() external view returns (bool open, uint256 budget);
}
