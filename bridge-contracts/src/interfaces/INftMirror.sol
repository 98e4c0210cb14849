// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Stands on the sidechain for a collection of L1
interface INftMirror {
    /// @notice Only the NFT bridge may call.
    error OnlyNftBridge(address caller);

    /// @notice Mints what was deposited. Only the NFT bridge.
    function mint(address to, uint256[] calldata ids, uint256[] calldata amounts, string[] calldata uris) external;

    /// @notice Burns what is withdrawn. Only the NFT bridge, for the holder that called it.
    function burn(address from, uint256[] calldata ids, uint256[] calldata amounts) external;

    /// @notice Chain the collection comes from.
    function originChain() external view returns (uint256);

    /// @notice The collection there.
    function originToken() external view returns (address);
}
