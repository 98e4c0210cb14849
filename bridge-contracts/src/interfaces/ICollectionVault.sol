// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Keeps the sidechain's own NFTs while their mirrors are on L1: ERC-721 and ERC-1155
/// @dev Trust: the inbox for credits. What a withdrawal names is exactly what came in the same call; collections are trusted for nothing but
/// their own tokens. Mirrors of L1 collections are refused: they go back by burning. Slots: 0 held · 1 lock · 2 who is being pulled from.
interface ICollectionVault {
    /// @notice NFTs were locked for a withdrawal.
    /// @param data What the leaf's `dataHash` stands for: `abi.encode(string name, string symbol, uint256[] ids, uint256[] amounts, string[]
    /// uris)`. A text that is missing or too long to be carried is empty; none is cut.
    event NftsWithdrawn(uint64 indexed index, uint8 kind, address indexed token, bytes data);

    /// @notice Only the inbox may call.
    error OnlyInbox(address caller);
    /// @notice The call came while a withdrawal was running.
    error Reentered();
    /// @notice The address has no code, or code of a delegated account, or is kept for contracts of the genesis.
    error NotACollection(address token);
    /// @notice The collection is the mirror of one of L1; withdraw it by `NftBridge.withdraw`.
    error IsAMirror(address token, address originToken);
    /// @notice The collection did not hand over exactly what it was asked for.
    error NotReceived(address token, uint256 id);
    /// @notice This very token is held already; the collection lies.
    error AlreadyHeld(address token, uint256 id);
    /// @notice Tokens are taken only while a withdrawal pulls them.
    error NotPulling(address caller);
    /// @notice Ids and amounts are not what the deposit was hashed with.
    error WrongContents(uint256 given, uint256 expected);
    /// @notice Less is held than is to be given back.
    error NotHeld(address token, uint256 id, uint256 held, uint256 amount);

    /// @notice Locks the caller's ERC-721 tokens, which must be approved, and withdraws them to L1.
    /// @param token The collection.
    /// @param ids Rising, at most 16.
    /// @param to L1 recipient.
    /// @return index Index of the withdrawal.
    function withdraw721(address token, uint256[] calldata ids, address to) external returns (uint64 index);

    /// @notice Locks the caller's ERC-1155 tokens, which must be approved, and withdraws them to L1.
    /// @param token The collection.
    /// @param ids Rising, at most 16.
    /// @param amounts As many, none zero.
    /// @param to L1 recipient.
    /// @return index Index of the withdrawal.
    function withdraw1155(address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        returns (uint64 index);

    /// @notice Gives locked NFTs back for a deposit of their mirrors; only the inbox calls it.
    /// @param kind 7 for ERC-721, 8 for ERC-1155.
    /// @param token The collection.
    /// @param to Recipient.
    /// @param contents Hash of ids and amounts, see `NftContents`.
    /// @param data As in `NftsWithdrawn`; only ids and amounts are read.
    function credit(uint8 kind, address token, address to, uint256 contents, bytes calldata data) external;

    /// @notice How many of an id are kept for its mirror.
    function held(uint8 kind, address token, uint256 id) external view returns (uint256);

    /// @notice Address of a collection's mirror on L1, whether it exists yet or not.
    /// @param collectionBridge The bridge's `CollectionBridge` on L1.
    /// @param kind 7 for ERC-721, 8 for ERC-1155.
    /// @param token The collection here.
    function mirrorOf(address collectionBridge, uint8 kind, address token) external view returns (address);
}
