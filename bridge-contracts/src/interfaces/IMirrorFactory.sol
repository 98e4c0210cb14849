// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Creates mirrors at addresses that follow from (origin chain, token) alone
/// @dev Trust: the asset bridge, for metadata at creation. There is no registry: an address cannot be remapped.
interface IMirrorFactory {
    /// @notice What a mirror's constructor asks for.
    struct Description {
        uint256 originChain;
        address token;
        string name;
        string symbol;
        uint8 decimals;
    }

    /// @notice A mirror was created.
    event MirrorCreated(
        uint256 indexed originChain,
        address indexed token,
        address indexed mirror,
        string name,
        string symbol,
        uint8 decimals
    );

    /// @notice Only the asset bridge may call.
    error OnlyAssetBridge(address caller);
    /// @notice No mirror is being created.
    error NothingPending();

    /// @notice Creates the mirror; only the asset bridge calls it.
    /// @param originChain Chain id of the token's chain.
    /// @param token The token there.
    /// @param metadata `abi.encode(string name, string symbol, uint8 decimals)`.
    function create(uint256 originChain, address token, bytes calldata metadata) external returns (address mirror);

    /// @notice Description for the mirror whose constructor is running; reverts at all other times.
    function pending() external view returns (Description memory);

    /// @notice CREATE2 address of a mirror: salt `keccak256(abi.encode(originChain, token))`.
    function mirrorOf(uint256 originChain, address token) external view returns (address);

    /// @notice keccak256 of the creation code that all mirrors share.
    function mirrorInitCodeHash() external view returns (bytes32);
}
