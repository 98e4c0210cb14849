// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "../interfaces/BridgeTypes.sol";
import {ICollectionBridge} from "../interfaces/ICollectionBridge.sol";
import {INftMirror} from "../interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";
import {IVault} from "../interfaces/IVault.sol";
import {HomeNftMirrorAddress} from "../libraries/HomeNftMirrorAddress.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {NftContents} from "../libraries/NftContents.sol";
import {NftMetadata} from "../libraries/NftMetadata.sol";
import {HomeNftFactory} from "./HomeNftFactory.sol";
import {QueuedClaims} from "./QueuedClaims.sol";

/// @title CollectionBridge
/// @dev Trust: the anchor's roots. If that trust fails, mirrors circulate that the sidechain does not back, not before the queue's time is
/// over; no other asset is touched. Calls only contracts of this bridge, and these call nobody. See `ICollectionBridge`.
/// Slots: 0..2 see `QueuedClaims` · 3 mirrors.
contract CollectionBridge is QueuedClaims, ICollectionBridge {
    /// @inheritdoc ICollectionBridge
    uint256 public immutable SIDECHAIN_CHAIN_ID;
    /// @inheritdoc ICollectionBridge
    address public immutable FACTORY;

    /// @dev Mirrors created so far; each is written once with the address that follows from kind and collection.
    mapping(uint8 kind => mapping(address token => INftMirror)) private _mirrors;

    /// @notice Built after its vault and only where the vault expects it.
    /// @param vault The vault.
    /// @param queueSeconds How long each claim waits, 1 second to 7 days.
    constructor(address vault, uint256 queueSeconds) QueuedClaims(vault, _anchorOf(vault), queueSeconds) {
        if (queueSeconds == 0 || queueSeconds > 7 days) revert BadConfiguration("queueSeconds");
        SIDECHAIN_CHAIN_ID = ANCHOR.SIDECHAIN_CHAIN_ID();
        FACTORY = address(new HomeNftFactory());
    }

    /// @inheritdoc ICollectionBridge
    function deposit(uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        nonReentrant
        returns (uint256 nonce)
    {
        uint8 standard = Kinds.standardOf(kind);
        uint256 contents = NftContents.check(standard, ids, amounts);
        INftMirror mirror = _mirrors[kind][token];
        if (address(mirror) == address(0)) revert NoMirror(kind, token);
        // With all that is needed to mint them again, should they come back.
        bytes memory data = NftMetadata.read(standard, address(mirror), ids, amounts);
        mirror.burn(msg.sender, ids, amounts);
        return VAULT.chain(kind, msg.sender, to, token, contents, DEPOSIT_GAS, data);
    }

    /// @inheritdoc ICollectionBridge
    function release(uint256 index, Leaf calldata leaf, bytes calldata data) external nonReentrant {
        if (!_take(index, leaf)) return;
        bytes32 hash = keccak256(data);
        if (hash != leaf.dataHash) revert WrongData(hash, leaf.dataHash);
        (,, uint256[] memory ids, uint256[] memory amounts, string[] memory uris) =
            abi.decode(data, (string, string, uint256[], uint256[], string[]));
        uint256 given = NftContents.check(Kinds.standardOf(leaf.kind), ids, amounts);
        if (given != leaf.amount) revert WrongContents(given, leaf.amount);
        INftMirror mirror = _mirrors[leaf.kind][leaf.token];
        if (address(mirror) == address(0)) mirror = _create(leaf.kind, leaf.token, data);
        emit NftsClaimed(index, leaf.to, leaf.token, ids, amounts);
        mirror.mint(leaf.to, ids, amounts, uris);
    }

    /// @inheritdoc ICollectionBridge
    function mirrorOf(uint8 kind, address token) external view returns (address) {
        return HomeNftMirrorAddress.mirrorOf(address(this), kind, SIDECHAIN_CHAIN_ID, token);
    }

    function _settles(Leaf calldata leaf) internal view override returns (bool) {
        return _chains(leaf.kind) && leaf.originChain == SIDECHAIN_CHAIN_ID && leaf.token != address(0) && leaf.fee == 0;
    }

    function _chains(uint8 kind) internal pure override returns (bool) {
        return Kinds.standardOf(kind) != 0;
    }

    /// @dev They were burnt when they were deposited, so the mirror exists, and the data is what this contract wrote then.
    function _refund(DepositData calldata d) internal override {
        (,, uint256[] memory ids, uint256[] memory amounts, string[] memory uris) =
            abi.decode(d.data, (string, string, uint256[], uint256[], string[]));
        emit NftDepositRefunded(d.nonce, d.from, d.token);
        _mirrors[d.kind][d.token].mint(d.from, ids, amounts, uris);
    }

    function _create(uint8 kind, address token, bytes calldata data) private returns (INftMirror mirror) {
        (string memory name, string memory symbol) = abi.decode(data, (string, string));
        INftMirrorFactory factory = INftMirrorFactory(FACTORY);
        mirror = INftMirror(factory.create(Kinds.standardOf(kind), SIDECHAIN_CHAIN_ID, token, name, symbol));
        _mirrors[kind][token] = mirror;
    }

    function _anchorOf(address vault) private view returns (address) {
        if (vault.code.length == 0 || IVault(vault).COLLECTION_BRIDGE() != address(this)) {
            revert BadConfiguration("vault");
        }
        return IVault(vault).ANCHOR();
    }
}
