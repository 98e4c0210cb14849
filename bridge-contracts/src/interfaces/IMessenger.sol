// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf, Message} from "./BridgeTypes.sol";

/// @title Messages on L1: sends them to the sidechain, delivers those that come from there
/// @dev Trust: the vault, which alone says that a message has arrived, and which holds every message back for its queue's time. Anyone may
/// deliver. A message that fails stays, and may be tried again with more gas; its coin can be sent back after seven days.
interface IMessenger {
    /// @notice The vault let a message pass; it waits for `deliver`.
    event MessageArrived(uint64 indexed index, address indexed from, address indexed to, uint256 value, bytes32 leafHash);
    /// @notice A message was delivered.
    event MessageDelivered(uint64 indexed index, address indexed to, address caller);
    /// @notice A message's coin goes back to its sender, as a deposit.
    event MessageBounced(uint64 indexed index, uint256 indexed depositNonce);

    /// @notice The vault does not name this contract as its messenger.
    error BadVault(address vault);
    /// @notice Only the vault may call.
    error OnlyVault(address caller);
    /// @notice No such message has arrived and waits.
    error NotPending(uint64 index);
    /// @notice Gas limit, fee and data are not those that were sent.
    error WrongMessage(uint64 index);
    /// @notice The fee exceeds the coin sent along.
    error FeeExceedsValue(uint256 fee, uint256 value);
    /// @notice Too little gas is left to give the recipient its share.
    error InsufficientGas(uint256 available, uint256 required);
    /// @notice Whoever delivered did not take the fee.
    error FeeRefused(address caller);
    /// @notice Coin goes back only later.
    error TooEarlyToBounce(uint64 index, uint256 notBefore);
    /// @notice The message carries no coin; it stays and can be delivered any time.
    error NothingToBounce(uint64 index);

    /// @notice Sends a message to the sidechain. It is delivered there in the order of all deposits, by whoever relays them; ETH sent along
    /// arrives as native coin.
    /// @param to Who is called on the sidechain.
    /// @param gasLimit Gas it gets, 50k..5M.
    /// @param data Data of the call, at most 16,384 bytes.
    /// @return nonce Position in the deposit chain.
    function sendMessage(address to, uint64 gasLimit, bytes calldata data) external payable returns (uint256 nonce);

    /// @notice Takes a message that was proven to the vault and whose wait is over. Only the vault.
    function arrive(Leaf calldata leaf) external payable;

    /// @notice Delivers a message; undone as a whole if the recipient fails, so it can be tried again. Anyone may call and gets the fee.
    function deliver(Leaf calldata leaf, Message calldata message) external;

    /// @notice Sends the coin of a message that nobody could deliver for seven days back to its sender. Anyone may call.
    function bounce(Leaf calldata leaf) external returns (uint256 depositNonce);

    /// @notice When a message arrived, L1 seconds; zero if it did not, was delivered or sent back.
    function arrivedAt(bytes32 leafHash) external view returns (uint256);

    /// @notice What makes the calls.
    function EXECUTOR() external view returns (address);
}
