// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRouter} from "../interfaces/IRouter.sol";
import {IDaiPermit, IPermit2, IReceiveWithAuthorization, IWeth} from "../interfaces/ITokenPermits.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Router
/// @dev Trust: none. The vault knows nothing of it, so it can be replaced by deploying another. A false token can cheat nobody but
/// those who deposit it. See `IRouter`.
contract Router is IRouter, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev Prefix of the hash that an ERC-3009 nonce is.
    bytes32 private constant AUTHORIZATION_V1 = keccak256("PoaSidechain.DepositAuthorization.v1");

    /// @notice Where deposits go.
    IVault public immutable VAULT;
    /// @notice Wrapped ETH of this chain.
    address public immutable WETH;
    /// @notice Permit2 of this chain; zero where there is none.
    IPermit2 public immutable PERMIT2;

    /// @notice All for ever.
    constructor(address vault, address weth, address permit2) {
        _requireCode(vault);
        _requireCode(weth);
        if (permit2 != address(0)) _requireCode(permit2);
        (VAULT, WETH, PERMIT2) = (IVault(vault), weth, IPermit2(permit2));
    }

    /// @notice Takes what WETH pays out.
    receive() external payable {
        if (msg.sender != WETH) revert OnlyWeth(msg.sender);
    }

    /// @inheritdoc IRouter
    function depositWithPermit(
        address token,
        uint256 amount,
        address to,
        uint64 gasLimit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 nonce) {
        _requireCode(token);
        // Anyone can have used the permit before; then the allowance is there, and the transfer says so if it is not.
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        return _deposit(token, msg.sender, to, gasLimit);
    }

    /// @inheritdoc IRouter
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
    ) external nonReentrant returns (uint256 nonce) {
        _requireCode(token);
        try IDaiPermit(token).permit(msg.sender, address(this), permitNonce, expiry, true, v, r, s) {} catch {}
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        return _deposit(token, msg.sender, to, gasLimit);
    }

    /// @inheritdoc IRouter
    function depositWithPermit2(TransferPermit calldata permit, address to, uint64 gasLimit, bytes calldata signature)
        external
        nonReentrant
        returns (uint256 nonce)
    {
        _requireCode(address(PERMIT2));
        PERMIT2.permitTransferFrom(
            IPermit2.PermitTransferFrom(
                IPermit2.TokenPermissions(permit.token, permit.amount), permit.nonce, permit.deadline
            ),
            IPermit2.SignatureTransferDetails(address(this), permit.amount),
            msg.sender,
            signature
        );
        return _deposit(permit.token, msg.sender, to, gasLimit);
    }

    /// @inheritdoc IRouter
    function depositWithAuthorization(
        address token,
        uint256 amount,
        address to,
        uint64 gasLimit,
        Authorization calldata a
    ) external nonReentrant returns (uint256 nonce) {
        _requireCode(token);
        IReceiveWithAuthorization(token)
            .receiveWithAuthorization(
                a.holder,
                address(this),
                amount,
                a.validAfter,
                a.validBefore,
                authorizationNonce(token, a.holder, amount, to, gasLimit, a.salt),
                a.v,
                a.r,
                a.s
            );
        return _deposit(token, a.holder, to, gasLimit);
    }

    /// @inheritdoc IRouter
    function depositWeth(uint256 amount, address to, uint64 gasLimit) external nonReentrant returns (uint256 nonce) {
        IERC20(WETH).safeTransferFrom(msg.sender, address(this), amount);
        IWeth(WETH).withdraw(IERC20(WETH).balanceOf(address(this)));
        return VAULT.depositETH{value: address(this).balance}(to, gasLimit, abi.encodePacked(msg.sender));
    }

    /// @inheritdoc IRouter
    function authorizationNonce(
        address token,
        address holder,
        uint256 amount,
        address to,
        uint64 gasLimit,
        bytes32 salt
    ) public view returns (bytes32) {
        return keccak256(
            abi.encode(AUTHORIZATION_V1, block.chainid, address(this), VAULT, token, holder, amount, to, gasLimit, salt)
        );
    }

    function _requireCode(address account) private view {
        if (account.code.length == 0) revert NotAContract(account);
    }

    /// @dev Everything there is of the token goes on; the vault credits what it receives.
    function _deposit(address token, address from, address to, uint64 gasLimit) private returns (uint256 nonce) {
        uint256 amount = IERC20(token).balanceOf(address(this));
        IERC20(token).forceApprove(address(VAULT), amount);
        nonce = VAULT.deposit20(token, amount, to, gasLimit, abi.encodePacked(from));
        IERC20(token).forceApprove(address(VAULT), 0);
        uint256 left = IERC20(token).balanceOf(address(this));
        if (left != 0) revert Leftover(token, left);
    }
}
