// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Creates mirrors of NFTs at addresses that follow from the collection
interface INftMirrorFactory {
    /// @notice What a mirror's constructor asks back for.
    struct Description {
        uint256 originChain;
        address token;
        string name;
        string symbol;
    }

    /// @notice A mirror was created.
    event NftMirrorCreated(
        uint8 indexed kind, uint256 originChain, address indexed token, address mirror, string name, string symbol
    );

    /// @notice Only the NFT bridge may call.
    error OnlyNftBridge(address caller);
    /// @notice No mirror is being created.
    error NothingPending();

    /// @notice Creates a mirror. Only the NFT bridge, which does it once for each collection and kind.
    function create(uint8 kind, uint256 originChain, address token, string calldata name, string calldata symbol)
        external
        returns (address mirror);

    /// @notice Description of the mirror being created.
    function pending() external view returns (Description memory);
}
