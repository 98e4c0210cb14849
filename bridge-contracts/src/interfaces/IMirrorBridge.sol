// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "./BridgeTypes.sol";
import {IMirrorFactory} from "./IMirrorFactory.sol";
import {IQueuedClaims} from "./IQueuedClaims.sol";

/// @title Mints and burns the L1 mirrors of the sidechain's own tokens
/// @dev Trust: the anchor for roots. A mirror is worth what the sidechain keeps locked for it: L1 holds nothing of it, so no ledger bounds
/// a false withdrawal and no share measures it, and every claim waits the queue's time. What is minted falsely dilutes the mirror of that
/// one token. Withdrawals of this kind are settled nowhere else.
interface IMirrorBridge is IQueuedClaims {
    /// @notice A mirror was created.
    event MirrorCreated(address indexed token, address indexed mirror, string name, string symbol, uint8 decimals);
    /// @notice A withdrawal was minted.
    /// @param amount Whole amount of the leaf, including the carrier's fee.
    event Claimed(uint256 indexed index, address indexed to, address token, uint256 amount, address caller);
    /// @notice A deposit the dead sidechain never credited was minted back.
    event DepositRefunded(uint256 indexed nonce, address indexed from, address token, uint256 amount);

    /// @notice A constructor argument is out of its range.
    error BadConfiguration(string what);
    /// @notice The token has no mirror: nothing of it has been claimed.
    error NoMirror(address token);
    /// @notice Nothing is to be deposited.
    error NothingDeposited();
    /// @notice The metadata is not what the sidechain wrote down when the token was withdrawn first.
    error WrongMetadata(bytes32 given, bytes32 expected);
    /// @notice No mirror is being created.
    error NothingPending();

    /// @notice Burns the caller's mirror tokens and has the tokens themselves given to `to` on the sidechain. No approval is needed.
    /// @param token The token on the sidechain.
    /// @param amount Amount, smallest unit.
    /// @param to Sidechain recipient.
    /// @return nonce Position in the deposit chain.
    function deposit(address token, uint256 amount, address to) external returns (uint256 nonce);

    /// @notice Mints a queued withdrawal whose time has come, or forgets it if its checkpoint was taken back. Anyone may call and gets the
    /// fee. The first release of a token creates its mirror.
    /// @param index Position in the tree.
    /// @param leaf The withdrawal.
    /// @param metadata `abi.encode(string name, string symbol, uint8 decimals)` as `TokenDescribed` on the sidechain has it; not read once
    /// the mirror exists.
    function release(uint256 index, Leaf calldata leaf, bytes calldata metadata) external;

    /// @notice Description for the mirror whose constructor is running; reverts at all other times.
    function pending() external view returns (IMirrorFactory.Description memory);

    /// @notice Address of the mirror of a token, whether it exists yet or not.
    function mirrorOf(address token) external view returns (address);

    /// @notice keccak256 of the creation code that all mirrors share.
    function mirrorInitCodeHash() external view returns (bytes32);

    /// @notice Mirror tokens on L1; zero before the first release. Never more than the sidechain keeps locked of
    /// it, unless a root lied.
    function outstanding(address token) external view returns (uint256);

    /// @notice Chain id of the sidechain.
    function SIDECHAIN_CHAIN_ID() external view returns (uint256);
}
