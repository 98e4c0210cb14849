// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The permit of DAI and its like
interface IDaiPermit {
    /// @notice Approves the spender for everything, or for nothing.
    function permit(
        address holder,
        address spender,
        uint256 nonce,
        uint256 expiry,
        bool allowed,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
}

/// @title The part of ERC-3009 the router uses
interface IReceiveWithAuthorization {
    /// @notice Moves tokens to the caller, and only to the caller.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
}

/// @title The part of Permit2 the router uses
interface IPermit2 {
    /// @notice A token and the most that may be moved.
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    /// @notice What the owner signs; the spender is whoever calls.
    struct PermitTransferFrom {
        TokenPermissions permitted;
        uint256 nonce;
        uint256 deadline;
    }

    /// @notice Where to and how much.
    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount;
    }

    /// @notice Moves the owner's tokens by a signature.
    function permitTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes calldata signature
    ) external;
}

/// @title The part of WETH9 the router uses
interface IWeth {
    /// @notice Burns the caller's WETH and sends it as much ETH.
    function withdraw(uint256 amount) external;
}
