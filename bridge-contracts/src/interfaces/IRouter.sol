// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Deposits without a separate approval
/// @dev Trust: none is put into it. It has no storage and no rights, spends only what the caller (or whoever signed an ERC-3009
/// authorisation for this very deposit) hands to it, and keeps neither tokens nor an allowance to the vault after a call. Whatever
/// strangers send to it goes into the next deposit of that asset. Deposits stand in the name of whoever paid, never of the router,
/// so refunds and bounces reach them.
interface IRouter {
    /// @notice What the holder signed for Permit2 (`ISignatureTransfer.PermitTransferFrom` of one token).
    struct TransferPermit {
        address token;
        uint256 amount;
        uint256 nonce;
        uint256 deadline;
    }

    /// @notice What the holder signed for `receiveWithAuthorization`. The ERC-3009 nonce is `authorizationNonce`.
    struct Authorization {
        address holder;
        uint256 validAfter;
        uint256 validBefore;
        /// Chosen by the holder, so that equal deposits can be made twice.
        bytes32 salt;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice A token, or a part of the bridge named at deployment, is no contract.
    error NotAContract(address account);
    /// @notice Plain ETH is taken from WETH only.
    error OnlyWeth(address sender);
    /// @notice The token did not let go of everything.
    error Leftover(address token, uint256 amount);

    /// @notice Deposits tokens with an EIP-2612 permit for exactly that amount. If somebody has used the permit already, the
    /// allowance it left is used.
    function depositWithPermit(
        address token,
        uint256 amount,
        address to,
        uint64 gasLimit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 nonce);

    /// @notice As `depositWithPermit` with the permit of DAI, which knows no amounts: the router stays approved for the caller's
    /// tokens, and only a call of the same caller can ever use that.
    /// @param permitNonce The caller's nonce at the token.
    /// @param expiry Until when the permit can be used, L1 seconds; 0 for ever.
    function depositWithDaiPermit(
        address token,
        uint256 amount,
        address to,
        uint64 gasLimit,
        uint256 permitNonce,
        uint256 expiry,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 nonce);

    /// @notice Deposits tokens the caller approved for Permit2, with a signature that names the router as spender.
    function depositWithPermit2(TransferPermit calldata permit, address to, uint64 gasLimit, bytes calldata signature)
        external
        returns (uint256 nonce);

    /// @notice Deposits tokens with an ERC-3009 authorisation. Anyone may carry it: its nonce commits to the whole deposit.
    function depositWithAuthorization(
        address token,
        uint256 amount,
        address to,
        uint64 gasLimit,
        Authorization calldata authorization
    ) external returns (uint256 nonce);

    /// @notice Unwraps the caller's WETH, which must be approved, and deposits it as ETH.
    function depositWeth(uint256 amount, address to, uint64 gasLimit) external returns (uint256 nonce);

    /// @notice Nonce that an ERC-3009 authorisation for this deposit must have.
    function authorizationNonce(
        address token,
        address holder,
        uint256 amount,
        address to,
        uint64 gasLimit,
        bytes32 salt
    ) external view returns (bytes32);
}
