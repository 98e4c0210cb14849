// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Addresses of the sidechain's bridge contracts
/// @dev The one place that fixes them. `artifacts/predeploys.json` is generated from here; genesis files take them from there.
library Predeploys {
    /// @notice Signer set and identity of the bridge.
    address internal constant SIGNER_REGISTRY = 0x000000000000000000000000000000000ca10001;
    /// @notice Notice board for signatures.
    address internal constant ATTESTATIONS = 0x000000000000000000000000000000000Ca10002;
    /// @notice Arrival of deposits.
    address internal constant INBOX = 0x000000000000000000000000000000000cA10003;
    /// @notice Tree of withdrawals.
    address internal constant OUTBOX = 0x000000000000000000000000000000000ca10004;
    /// @notice Reserve of native coin.
    address internal constant NATIVE_VAULT = 0x000000000000000000000000000000000Ca10005;
    /// @notice Mints and burns mirrors.
    address internal constant ASSET_BRIDGE = 0x000000000000000000000000000000000CA10006;
    /// @notice Creates mirrors.
    address internal constant MIRROR_FACTORY = 0x000000000000000000000000000000000ca10007;
    /// @notice Mints and burns mirrors of NFTs.
    address internal constant NFT_BRIDGE = 0x000000000000000000000000000000000CA10008;
    /// @notice Creates mirrors of NFTs.
    address internal constant NFT_MIRROR_FACTORY = 0x000000000000000000000000000000000cA10009;
    /// @notice Sends messages to L1.
    address internal constant MESSENGER = 0x000000000000000000000000000000000Ca1000A;
    /// @notice Delivers messages of L1.
    address internal constant EXECUTOR = 0x000000000000000000000000000000000cA1000B;
    /// @notice Keeps tokens that come from the sidechain while they are on L1.
    address internal constant TOKEN_VAULT = 0x000000000000000000000000000000000CA1000c;
    /// @notice Keeps NFTs that come from the sidechain while they are on L1.
    address internal constant COLLECTION_VAULT = 0x000000000000000000000000000000000Ca1000D;

    /// @dev First and last address kept for contracts of the genesis.
    uint160 private constant FIRST = 0x0ca10000;
    uint160 private constant LAST = 0x0ca1ffff;

    /// @notice True for addresses kept for contracts of the genesis, those above and those to come.
    function isReserved(address account) internal pure returns (bool) {
        return uint160(account) >= FIRST && uint160(account) <= LAST;
    }
}
