// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {DepositData, Leaf} from "../interfaces/BridgeTypes.sol";
import {IHomeMirror} from "../interfaces/IHomeMirror.sol";
import {IMirrorBridge} from "../interfaces/IMirrorBridge.sol";
import {IMirrorFactory} from "../interfaces/IMirrorFactory.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Printable} from "../libraries/Printable.sol";
import {HomeMirror} from "./HomeMirror.sol";
import {QueuedClaims} from "./QueuedClaims.sol";

/// @title MirrorBridge
/// @dev Trust: the anchor's roots. If that trust fails, mirrors circulate that the sidechain does not back, not before the queue's time is
/// over; no other asset is touched. Calls only contracts of this bridge, never a stranger's. See `IMirrorBridge`.
/// Slots: 0..2 see `QueuedClaims` · 3 mirrors · 4..8 description of the mirror being created.
contract MirrorBridge is QueuedClaims, IMirrorBridge {
    /// @inheritdoc IMirrorBridge
    uint256 public immutable SIDECHAIN_CHAIN_ID;

    /// @dev Mirrors created so far; each is written once with the address that follows from the token.
    mapping(address token => IHomeMirror) private _mirrors;
    /// @dev Set only while a mirror is being created.
    IMirrorFactory.Description private _pending;

    /// @notice Built after its vault and only where the vault expects it.
    /// @param vault The vault.
    /// @param queueSeconds How long each claim waits, 1 second to 7 days.
    constructor(address vault, uint256 queueSeconds) QueuedClaims(vault, _anchorOf(vault), queueSeconds) {
        if (queueSeconds == 0 || queueSeconds > 7 days) revert BadConfiguration("queueSeconds");
        SIDECHAIN_CHAIN_ID = ANCHOR.SIDECHAIN_CHAIN_ID();
    }

    /// @inheritdoc IMirrorBridge
    function deposit(address token, uint256 amount, address to) external nonReentrant returns (uint256 nonce) {
        IHomeMirror mirror = _mirrors[token];
        if (address(mirror) == address(0)) revert NoMirror(token);
        if (amount == 0) revert NothingDeposited();
        mirror.burn(msg.sender, amount);
        return VAULT.chain(Kinds.SIDECHAIN_ERC20, msg.sender, to, token, amount, DEPOSIT_GAS, "");
    }

    /// @inheritdoc IMirrorBridge
    function release(uint256 index, Leaf calldata leaf, bytes calldata metadata) external nonReentrant {
        if (!_take(index, leaf)) return;
        IHomeMirror mirror = _mirrors[leaf.token];
        if (address(mirror) == address(0)) mirror = _create(leaf, metadata);
        uint256 fee = msg.sender == leaf.to ? 0 : leaf.fee;
        emit Claimed(index, leaf.to, leaf.token, leaf.amount, msg.sender);
        mirror.mint(leaf.to, leaf.amount - fee);
        if (fee != 0) mirror.mint(msg.sender, fee);
    }

    /// @inheritdoc IMirrorBridge
    function pending() external view returns (IMirrorFactory.Description memory) {
        if (_pending.token == address(0)) revert NothingPending();
        return _pending;
    }

    /// @inheritdoc IMirrorBridge
    function outstanding(address token) external view returns (uint256) {
        IHomeMirror mirror = _mirrors[token];
        return address(mirror) == address(0) ? 0 : mirror.totalSupply();
    }

    /// @inheritdoc IMirrorBridge
    function mirrorOf(address token) external view returns (address) {
        return Create2.computeAddress(_salt(token), mirrorInitCodeHash());
    }

    /// @inheritdoc IMirrorBridge
    function mirrorInitCodeHash() public pure returns (bytes32) {
        return keccak256(type(HomeMirror).creationCode);
    }

    function _settles(Leaf calldata leaf) internal view override returns (bool) {
        return _chains(leaf.kind) && leaf.originChain == SIDECHAIN_CHAIN_ID && leaf.token != address(0)
            && leaf.fee <= leaf.amount;
    }

    function _chains(uint8 kind) internal pure override returns (bool) {
        return kind == Kinds.SIDECHAIN_ERC20;
    }

    /// @dev It was burnt when it was deposited, so the mirror exists.
    function _refund(DepositData calldata d) internal override {
        emit DepositRefunded(d.nonce, d.from, d.token, d.amount);
        _mirrors[d.token].mint(d.from, d.amount);
    }

    function _create(Leaf calldata leaf, bytes calldata metadata) private returns (IHomeMirror mirror) {
        bytes32 given = keccak256(metadata);
        if (given != leaf.dataHash) revert WrongMetadata(given, leaf.dataHash);
        (string memory name, string memory symbol, uint8 decimals) = abi.decode(metadata, (string, string, uint8));
        name = Printable.text(name, "Unnamed token");
        symbol = Printable.text(symbol, "UNNAMED");
        _pending = IMirrorFactory.Description(SIDECHAIN_CHAIN_ID, leaf.token, name, symbol, decimals);
        mirror = new HomeMirror{salt: _salt(leaf.token)}();
        delete _pending;
        _mirrors[leaf.token] = mirror;
        emit MirrorCreated(leaf.token, address(mirror), name, symbol, decimals);
    }

    function _salt(address token) private view returns (bytes32) {
        return keccak256(abi.encode(SIDECHAIN_CHAIN_ID, token));
    }

    function _anchorOf(address vault) private view returns (address) {
        if (vault.code.length == 0 || IVault(vault).MIRROR_BRIDGE() != address(this)) revert BadConfiguration("vault");
        return IVault(vault).ANCHOR();
    }
}
