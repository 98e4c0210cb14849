// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "./BridgeTypes.sol";
import {IQueuedClaims} from "./IQueuedClaims.sol";

/// @title Mints and burns the L1 mirrors of the sidechain's own collections
/// @dev Trust: the anchor for roots. A mirror is worth what the sidechain keeps locked for it, see `IMirrorBridge`: every claim waits the
/// queue's time, and what is minted falsely harms the mirror of that one collection. Withdrawals of these kinds are settled nowhere else.
interface ICollectionBridge is IQueuedClaims {
    /// @notice A withdrawal was minted.
    event NftsClaimed(uint256 indexed index, address indexed to, address indexed token, uint256[] ids, uint256[] amounts);
    /// @notice A deposit the dead sidechain never credited was minted back.
    event NftDepositRefunded(uint256 indexed nonce, address indexed from, address indexed token);

    /// @notice A constructor argument is out of its range.
    error BadConfiguration(string what);
    /// @notice The collection has no mirror: nothing of it has been claimed.
    error NoMirror(uint8 kind, address token);
    /// @notice The data is not what the leaf was written with.
    error WrongData(bytes32 given, bytes32 expected);
    /// @notice Ids and amounts are not what the leaf was hashed with.
    error WrongContents(uint256 given, uint256 expected);

    /// @notice Burns the caller's mirror NFTs and has the NFTs themselves given to `to` on the sidechain. No approval is needed.
    /// @param kind 7 for ERC-721, 8 for ERC-1155.
    /// @param token The collection on the sidechain.
    /// @param ids Rising, at most 16.
    /// @param amounts As many; all 1 for ERC-721.
    /// @param to Sidechain recipient; if it has code it must take ERC-1155 tokens, else the deposit fails there and can be bounced.
    /// @return nonce Position in the deposit chain.
    function deposit(uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        returns (uint256 nonce);

    /// @notice Mints a queued withdrawal whose time has come, or forgets it if its checkpoint was taken back. Anyone may call. The first
    /// release of a collection creates its mirror. The recipient is not called.
    /// @param index Position in the tree.
    /// @param leaf The withdrawal.
    /// @param data As `NftsWithdrawn` on the sidechain has it; of a bounced deposit the deposit's data. `abi.encode(string name, string
    /// symbol, uint256[] ids, uint256[] amounts, string[] uris)`.
    function release(uint256 index, Leaf calldata leaf, bytes calldata data) external;

    /// @notice Address of the mirror of a collection, whether it exists yet or not.
    /// @param kind 7 for ERC-721, 8 for ERC-1155.
    /// @param token The collection on the sidechain.
    function mirrorOf(uint8 kind, address token) external view returns (address);

    /// @notice Chain id of the sidechain.
    function SIDECHAIN_CHAIN_ID() external view returns (uint256);

    /// @notice Creator of the mirrors, created by this contract.
    function FACTORY() external view returns (address);
}
