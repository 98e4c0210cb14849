// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Mints mirrors of NFTs for deposits and burns them for withdrawals
interface INftBridge {
    /// @notice NFTs were burnt for a withdrawal: what the leaf's hash stands for.
    event NftsWithdrawn(uint64 indexed index, uint8 kind, address indexed token, uint256[] ids, uint256[] amounts);

    /// @notice Only the inbox may call.
    error OnlyInbox(address caller);
    /// @notice Nothing of that collection was ever deposited.
    error NoMirror(uint8 kind, address token);
    /// @notice Ids and amounts are not what the deposit was hashed with.
    error WrongContents(uint256 given, uint256 expected);

    /// @notice Mints what a deposit brought, creating the mirror with the first. Only the inbox.
    /// @param kind ERC-721 or ERC-1155.
    /// @param token The collection on L1.
    /// @param to Who receives.
    /// @param contents Hash of ids and amounts, see `NftContents`.
    /// @param data `abi.encode(string name, string symbol, uint256[] ids, uint256[] amounts, string[] uris)`.
    function credit(uint8 kind, address token, address to, uint256 contents, bytes calldata data) external;

    /// @notice Burns the caller's NFTs and writes the withdrawal.
    /// @param kind ERC-721 or ERC-1155.
    /// @param token The collection on L1.
    /// @param ids Rising, at most 16.
    /// @param amounts As many; all 1 for ERC-721.
    /// @param to Who receives them on L1.
    /// @return index Position in the withdrawal tree.
    function withdraw(uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        returns (uint64 index);

    /// @notice Address of a collection's mirror, whether it exists or not.
    function mirrorOf(uint8 kind, address token) external view returns (address);
}
