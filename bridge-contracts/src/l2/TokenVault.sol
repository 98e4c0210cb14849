// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {ITokenVault} from "../interfaces/ITokenVault.sol";
import {Code} from "../libraries/Code.sol";
import {HomeMirrorAddress} from "../libraries/HomeMirrorAddress.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {MirrorAddress} from "../libraries/MirrorAddress.sol";
import {OriginToken} from "../libraries/OriginToken.sol";
import {TokenMetadata} from "../libraries/TokenMetadata.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title TokenVault
/// @dev Trust: `Inbox` for credits. If it credited without a deposit, mirrors on L1 would not be backed; of a token's holders only those
/// of its mirror would lose. Tokens forced upon the contract belong to nobody. A genesis contract. See `ITokenVault`.
contract TokenVault is ITokenVault {
    using SafeERC20 for IERC20;

    /// @dev Values of the lock; never zero again once written, which is cheaper.
    uint256 private constant OPEN = 1;
    uint256 private constant RUNNING = 2;

    /// @dev Slot 0.
    mapping(address token => uint256) private _locked;
    /// @dev Slot 1; each is written once.
    mapping(address token => bytes32) private _descriptions;
    /// @dev Slot 2. London has no transient storage.
    uint256 private _lock;

    /// @dev A token that calls its holders (ERC-777) must not let what one withdrawal moves count for two. Credits need no such lock:
    /// what leaves during a withdrawal makes that withdrawal smaller.
    modifier exclusive() {
        if (_lock == RUNNING) revert Reentered();
        _lock = RUNNING;
        _;
        _lock = OPEN;
    }

    /// @inheritdoc ITokenVault
    function withdraw(address token, uint256 amount, address to, uint256 fee) external exclusive returns (uint64 index) {
        if (!Code.isContract(token) || Predeploys.isReserved(token)) revert NotAToken(token);
        bytes32 description = _descriptions[token];
        if (description == 0) description = _describe(token);
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 current = IERC20(token).balanceOf(address(this));
        uint256 received = current > before ? current - before : 0;
        if (received == 0 || received > amount) revert WrongReceipt(token, received, amount);
        _locked[token] += received;
        return IOutbox(Predeploys.OUTBOX)
            .append(Kinds.SIDECHAIN_ERC20, block.chainid, token, msg.sender, to, received, fee, description);
    }

    /// @inheritdoc ITokenVault
    function credit(address token, address to, uint256 amount) external {
        if (msg.sender != Predeploys.INBOX) revert OnlyInbox(msg.sender);
        uint256 locked_ = _locked[token];
        if (amount > locked_) revert InsufficientLocked(token, locked_, amount);
        _locked[token] = locked_ - amount;
        IERC20(token).safeTransfer(to, amount);
    }

    /// @inheritdoc ITokenVault
    function locked(address token) external view returns (uint256) {
        return _locked[token];
    }

    /// @inheritdoc ITokenVault
    function descriptionHash(address token) external view returns (bytes32) {
        return _descriptions[token];
    }

    /// @inheritdoc ITokenVault
    function mirrorOf(address mirrorBridge, address token) external view returns (address) {
        return HomeMirrorAddress.mirrorOf(mirrorBridge, block.chainid, token);
    }

    /// @dev At a token's first withdrawal: what it is called is written down, and what it is is checked.
    function _describe(address token) private returns (bytes32 hash) {
        address l1Token = _mirrored(token);
        if (l1Token != address(0)) revert IsAMirror(token, l1Token);
        bytes memory metadata = TokenMetadata.read(token);
        hash = keccak256(metadata);
        _descriptions[token] = hash;
        emit TokenDescribed(token, hash, metadata);
    }

    /// @dev The L1 token that `token` is the mirror of; zero if it is none.
    function _mirrored(address token) private view returns (address l1Token) {
        l1Token = OriginToken.ask(token);
        if (l1Token == address(0)) return l1Token;
        (, uint256 l1ChainId,) = ISignerRegistry(Predeploys.SIGNER_REGISTRY).identity();
        return MirrorAddress.mirrorOf(l1ChainId, l1Token) == token ? l1Token : address(0);
    }
}
