// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Leaf, Message} from "../interfaces/BridgeTypes.sol";
import {IExecutor} from "../interfaces/IExecutor.sol";
import {IMessenger} from "../interfaces/IMessenger.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Messages} from "../libraries/Messages.sol";
import {Executor} from "./Executor.sol";

/// @title Messenger
/// @dev Trust: `Vault` for what arrives. Keeps the coin of messages that wait and nothing else; holds no right but to chain messages as
/// deposits. See `IMessenger`.
contract Messenger is IMessenger, ReentrancyGuardTransient {
    /// @notice A message's coin may be sent back after this time, seconds.
    uint256 public constant BOUNCE_DELAY = 7 days;
    /// @dev Gas beside the recipient's, whatever the length of the data; two calls lie between here and the recipient, each keeps back
    /// 1/64 (EIP-150): gasLimit / 30 covers both.
    uint256 private constant RESERVE_GAS = 100_000;

    /// @notice Proves messages and holds them back.
    IVault public immutable VAULT;
    /// @inheritdoc IMessenger
    address public immutable EXECUTOR;

    /// @dev Slot 0.
    mapping(bytes32 leafHash => uint256) private _arrivedAt;

    /// @notice Built after its vault and only where the vault expects it.
    /// @param vault The vault.
    constructor(address vault) {
        if (vault.code.length == 0 || IVault(vault).MESSENGER() != address(this)) revert BadVault(vault);
        VAULT = IVault(vault);
        EXECUTOR = address(new Executor(vault));
    }

    /// @inheritdoc IMessenger
    function sendMessage(address to, uint64 gasLimit, bytes calldata data) external payable returns (uint256 nonce) {
        Messages.check(gasLimit, data.length);
        return VAULT.chain{value: msg.value}(Kinds.MESSAGE, msg.sender, to, address(0), msg.value, gasLimit, data);
    }

    /// @inheritdoc IMessenger
    function arrive(Leaf calldata leaf) external payable {
        if (msg.sender != address(VAULT)) revert OnlyVault(msg.sender);
        bytes32 leafHash = VAULT.hashLeaf(leaf);
        _arrivedAt[leafHash] = block.timestamp;
        emit MessageArrived(leaf.index, leaf.from, leaf.to, msg.value, leafHash);
    }

    /// @inheritdoc IMessenger
    function deliver(Leaf calldata leaf, Message calldata message) external nonReentrant {
        _take(leaf);
        if (Messages.hash(message.gasLimit, message.fee, message.data) != leaf.dataHash) revert WrongMessage(leaf.index);
        if (message.fee > leaf.amount) revert FeeExceedsValue(message.fee, leaf.amount);
        uint256 required = message.gasLimit + message.gasLimit / 30 + RESERVE_GAS;
        if (gasleft() < required) revert InsufficientGas(gasleft(), required);
        emit MessageDelivered(leaf.index, leaf.to, msg.sender);
        uint256 value = leaf.amount - message.fee;
        // Everything beyond the promised gas goes to the recipient too, so that more gas helps.
        IExecutor(EXECUTOR).execute{value: value}(leaf.from, leaf.to, value, gasleft(), message.data);
        _payFee(message.fee);
    }

    /// @inheritdoc IMessenger
    function bounce(Leaf calldata leaf) external nonReentrant returns (uint256 depositNonce) {
        uint256 notBefore = _take(leaf) + BOUNCE_DELAY;
        if (block.timestamp < notBefore) revert TooEarlyToBounce(leaf.index, notBefore);
        if (leaf.amount == 0) revert NothingToBounce(leaf.index);
        depositNonce =
            VAULT.depositETH{value: leaf.amount}(leaf.from, Messages.MIN_GAS, abi.encodePacked(leaf.from));
        emit MessageBounced(leaf.index, depositNonce);
    }

    /// @inheritdoc IMessenger
    function arrivedAt(bytes32 leafHash) external view returns (uint256) {
        return _arrivedAt[leafHash];
    }

    function _take(Leaf calldata leaf) private returns (uint256 since) {
        bytes32 leafHash = VAULT.hashLeaf(leaf);
        since = _arrivedAt[leafHash];
        if (since == 0) revert NotPending(leaf.index);
        delete _arrivedAt[leafHash];
    }

    function _payFee(uint256 fee) private {
        if (fee == 0) return;
        bool ok;
        // Proof: no memory is read or written.
        assembly ("memory-safe") {
            ok := call(gas(), caller(), fee, 0, 0, 0, 0)
        }
        if (!ok) revert FeeRefused(msg.sender);
    }
}
