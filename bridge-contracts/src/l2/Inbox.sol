// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositAttestation, DepositData} from "../interfaces/BridgeTypes.sol";
import {IAssetBridge} from "../interfaces/IAssetBridge.sol";
import {ICollectionVault} from "../interfaces/ICollectionVault.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {IExecutor} from "../interfaces/IExecutor.sol";
import {INftBridge} from "../interfaces/INftBridge.sol";
import {INativeVault} from "../interfaces/INativeVault.sol";
import {IOutbox} from "../interfaces/IOutbox.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {ITokenVault} from "../interfaces/ITokenVault.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {DepositChain} from "../libraries/DepositChain.sol";
import {Kinds} from "../libraries/Kinds.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title Inbox
/// @dev Trust: a quorum of the registry's set for (count, accumulator). If it lied, unbacked credits would circulate until the next
/// checkpoint, which L1 refuses because its accumulator is not the vault's. A genesis contract. See `IInbox`.
contract Inbox is IInbox {
    struct Failed {
        bytes32 depositHash;
        uint64 failedAt;
    }

    /// @notice A failed deposit may be bounced after this time, seconds.
    uint256 public constant BOUNCE_DELAY = 7 days;
    /// @dev Gas of a credit besides the recipient's: bookkeeping for ETH; creation of the mirror for a token.
    uint256 private constant ETH_GAS = 120_000;
    uint256 private constant ERC20_GAS = 2_000_000;
    /// @dev For NFTs: creation of the mirror, and per byte of data enough to write each id and its URI (a slot takes 22,100 for 32).
    uint256 private constant NFT_GAS = 3_500_000;
    uint256 private constant NFT_BYTE_GAS = 800;
    /// @dev For tokens that come home: whatever they do when they are transferred. For NFTs more per byte of data, of which each id has
    /// 160 at least. `retry` gives more.
    uint256 private constant HOME_TOKEN_GAS = 300_000;
    /// @dev For messages, besides the recipient's: payment of the coin, two calls, copies of the data.
    uint256 private constant MESSAGE_GAS = 200_000;
    /// @dev What the executor needs to take the coin of a message.
    uint256 private constant CREDIT_GAS = 10_000;
    /// @dev Gas that must be left after a credit to record its failure and go on.
    uint256 private constant RESERVE_GAS = 120_000;

    /// @dev Slot 0.
    uint256 private _count;
    /// @dev Slot 1; zero until the first deposit was processed.
    bytes32 private _acc;
    /// @dev Slot 2.
    bool private _running;
    /// @dev Slot 3.
    mapping(uint64 nonce => Failed) private _failed;

    modifier exclusive() {
        if (_running) revert Reentered();
        _running = true;
        _;
        _running = false;
    }

    /// @inheritdoc IInbox
    function advance(
        DepositAttestation calldata attestation,
        DepositData[] calldata deposits,
        bytes32[] calldata rest,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs
    ) external exclusive {
        _registry().verifyQuorum(hashAttestation(attestation), set, bitmap, sigs);
        bytes32[] memory hashes = _fold(attestation, deposits, rest);
        emit Advanced(uint64(_count), _acc, attestation.l1Block);
        for (uint256 i = 0; i < deposits.length; ++i) {
            _attempt(deposits[i], hashes[i]);
        }
    }

    /// @inheritdoc IInbox
    function retry(DepositData calldata d) external exclusive {
        _takeFailed(d);
        uint256 required = _frameGas(d) + RESERVE_GAS;
        if (gasleft() < required) revert InsufficientGas(gasleft(), required);
        // Everything beyond the floor goes to the recipient.
        this.execute(d, d.gasLimit + ((gasleft() - required) * 60) / 64);
        emit Credited(d.nonce, d.kind, d.to, d.token, d.amount);
    }

    /// @inheritdoc IInbox
    function bounce(DepositData calldata d) external exclusive returns (uint64 withdrawalIndex) {
        uint256 notBefore = _takeFailed(d) + BOUNCE_DELAY;
        if (block.timestamp < notBefore) revert TooEarlyToBounce(d.nonce, notBefore);
        (uint8 kind, bytes32 dataHash) = (d.kind, bytes32(0));
        (, uint256 originChain,) = _registry().identity();
        if (kind == Kinds.MESSAGE) kind = Kinds.ETH;
        if (kind == Kinds.SIDECHAIN_ERC20) {
            (originChain, dataHash) = (block.chainid, ITokenVault(Predeploys.TOKEN_VAULT).descriptionHash(d.token));
        }
        // The data is what their mirrors are minted anew with.
        if (Kinds.standardOf(kind) != 0) (originChain, dataHash) = (block.chainid, keccak256(d.data));
        withdrawalIndex = IOutbox(Predeploys.OUTBOX)
            .append(kind, originChain, d.token, address(this), d.from, d.amount, 0, dataHash);
        emit Bounced(d.nonce, withdrawalIndex);
    }

    /// @inheritdoc IInbox
    function execute(DepositData calldata d, uint256 gasForRecipient) external {
        if (msg.sender != address(this)) revert OnlySelf(msg.sender);
        if (d.kind == Kinds.ETH) {
            INativeVault(Predeploys.NATIVE_VAULT).credit(d.to, d.amount, gasForRecipient);
        } else if (d.kind == Kinds.ERC20) {
            IAssetBridge(Predeploys.ASSET_BRIDGE).credit(d.token, d.to, d.amount, d.data);
        } else if (d.kind == Kinds.ERC721 || d.kind == Kinds.ERC1155) {
            INftBridge(Predeploys.NFT_BRIDGE).credit(d.kind, d.token, d.to, d.amount, d.data);
        } else if (d.kind == Kinds.SIDECHAIN_ERC20) {
            ITokenVault(Predeploys.TOKEN_VAULT).credit(d.token, d.to, d.amount);
        } else if (Kinds.standardOf(d.kind) != 0) {
            ICollectionVault(Predeploys.COLLECTION_VAULT).credit(d.kind, d.token, d.to, d.amount, d.data);
        } else if (d.kind == Kinds.MESSAGE) {
            if (d.amount != 0) INativeVault(Predeploys.NATIVE_VAULT).credit(Predeploys.EXECUTOR, d.amount, CREDIT_GAS);
            IExecutor(Predeploys.EXECUTOR).execute(d.from, d.to, d.amount, gasForRecipient, d.data);
        } else {
            revert UnsupportedKind(d.kind);
        }
    }

    /// @inheritdoc IInbox
    function count() external view returns (uint64) {
        return uint64(_count);
    }

    /// @inheritdoc IInbox
    function acc() public view returns (bytes32) {
        (bytes32 sidechainId,, address vault) = _registry().identity();
        return _acc == 0 ? DepositChain.start(sidechainId, vault) : _acc;
    }

    /// @inheritdoc IInbox
    function failed(uint64 nonce) external view returns (bytes32 depositHash, uint64 failedAt) {
        Failed memory entry = _failed[nonce];
        return (entry.depositHash, entry.failedAt);
    }

    /// @inheritdoc IInbox
    function hashAttestation(DepositAttestation calldata attestation) public view returns (bytes32) {
        return BridgeHashes.depositAttestation(_registry().domainSeparator(), attestation);
    }

    /// @dev Folds deposits and the hashes of those left for later; they must land on what was attested. Counts them as processed
    /// before any of them runs.
    function _fold(DepositAttestation calldata attestation, DepositData[] calldata deposits, bytes32[] calldata rest)
        private
        returns (bytes32[] memory hashes)
    {
        if (deposits.length == 0) revert EmptyBatch();
        bytes32 folded = acc();
        uint64 next = uint64(_count);
        hashes = new bytes32[](deposits.length);
        for (uint256 i = 0; i < deposits.length; ++i) {
            if (deposits[i].nonce != next) revert WrongNonce(deposits[i].nonce, next);
            hashes[i] = _hash(deposits[i]);
            folded = DepositChain.append(folded, hashes[i]);
            ++next;
        }
        _count = next;
        _acc = folded;
        for (uint256 i = 0; i < rest.length; ++i) {
            folded = DepositChain.append(folded, rest[i]);
        }
        if (next + rest.length != attestation.count) revert WrongCount(next + rest.length, attestation.count);
        if (folded != attestation.acc) revert WrongAccumulator(folded, attestation.acc);
    }

    /// @dev One deposit in a frame of its own. Its gas does not depend on the caller: too little undoes the whole batch.
    function _attempt(DepositData calldata d, bytes32 depositHash) private {
        uint256 frameGas = _frameGas(d);
        uint256 required = (frameGas * 64) / 63 + RESERVE_GAS;
        if (gasleft() < required) revert InsufficientGas(gasleft(), required);
        try this.execute{gas: frameGas}(d, d.gasLimit) {
            emit Credited(d.nonce, d.kind, d.to, d.token, d.amount);
        } catch {
            _failed[d.nonce] = Failed(depositHash, uint64(block.timestamp));
            emit CreditFailed(d.nonce, depositHash);
        }
    }

    /// @dev Two calls lie between here and an ETH recipient, each keeps back 1/64 (EIP-150): gasLimit / 30 covers both.
    function _frameGas(DepositData calldata d) private pure returns (uint256) {
        if (d.kind == Kinds.ERC20) return ERC20_GAS;
        if (d.kind == Kinds.ERC721 || d.kind == Kinds.ERC1155) return NFT_GAS + d.data.length * NFT_BYTE_GAS;
        if (d.kind == Kinds.SIDECHAIN_ERC20) return HOME_TOKEN_GAS;
        if (Kinds.standardOf(d.kind) != 0) return HOME_TOKEN_GAS + d.data.length * NFT_BYTE_GAS;
        uint256 share = d.gasLimit + d.gasLimit / 30;
        return (d.kind == Kinds.MESSAGE ? MESSAGE_GAS : ETH_GAS) + share;
    }

    function _takeFailed(DepositData calldata d) private returns (uint256 failedAt) {
        Failed memory entry = _failed[d.nonce];
        if (entry.depositHash == 0 || entry.depositHash != _hash(d)) revert NotFailed(d.nonce);
        delete _failed[d.nonce];
        return entry.failedAt;
    }

    function _hash(DepositData calldata d) private view returns (bytes32) {
        (bytes32 sidechainId, uint256 l1ChainId, address vault) = _registry().identity();
        return DepositChain.hash(d, sidechainId, l1ChainId, vault);
    }

    function _registry() private pure returns (ISignerRegistry) {
        return ISignerRegistry(Predeploys.SIGNER_REGISTRY);
    }
}
