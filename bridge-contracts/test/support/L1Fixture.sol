// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Leaf, Limits} from "../../src/interfaces/BridgeTypes.sol";
import {Evidence} from "../../src/l1/Evidence.sol";
import {Anchor} from "../../src/l1/Anchor.sol";
import {Messenger} from "../../src/l1/Messenger.sol";
import {CollectionBridge} from "../../src/l1/CollectionBridge.sol";
import {MirrorBridge} from "../../src/l1/MirrorBridge.sol";
import {Vault} from "../../src/l1/Vault.sol";
import {Headers} from "./Headers.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {Group, SignerGroup} from "./SignerGroup.sol";
import {Test} from "./Test.sol";

/// @title Anchor and vault over a modelled sidechain
/// @dev The model keeps the withdrawal leaves; checkpoints are valid by default, tests spoil one thing at a time.
abstract contract L1Fixture is Test {
    using SignerGroup for Group;

    uint256 internal constant L1_CHAIN = 31_337;
    uint256 internal constant SIDECHAIN = 77_001;
    uint256 internal constant EPOCH = 30_000;
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant GENESIS_TIME = 1_700_000_000;
    bytes32 internal constant EMPTY_ROOT = 0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757;

    Anchor internal anchor;
    Vault internal vault;
    Evidence internal evidence;
    Messenger internal messenger;
    MirrorBridge internal mirrorBridge;
    CollectionBridge internal collectionBridge;
    /// @dev Zero unless a test deploys one before the anchor.
    address internal pauseBoard;
    Group internal group;
    bytes32[] internal leafHashes;
    /// @dev Whether `_sign` makes its signatures by `signQuickly`.
    bool internal signsQuickly;
    /// @dev Root of so many leaves, as `_rootOnce` last computed it; 0 = none.
    uint256 internal rootedLeaves;
    bytes32 private _knownRoot;

    function setUp() public virtual {
        vm.chainId(L1_CHAIN);
        vm.warp(START);
        _deploy(5, 16, _openLimits(), 24 hours);
    }

    /// @dev Everything may leave at once: for tests that are not about limits.
    function _openLimits() internal pure returns (Limits memory) {
        return Limits(10_000, 10_000, 10_000, 1 days, 1 hours, 1 days);
    }

    /// @dev The defaults of spec/bridge.md 4.13.
    function _defaultLimits() internal pure returns (Limits memory) {
        return Limits(50, 500, 1000, 1 days, 1 hours, 1 days);
    }

    function _deploy(uint256 n, uint256 fields, Limits memory limits, uint256 quarantine) internal {
        group = SignerGroup.make(n, 1);
        _deployWith(Headers.genesis(fields, group.set, GENESIS_TIME), address(0), limits, limits, quarantine);
    }

    function _deployWith(
        bytes memory header,
        address verifier,
        Limits memory ethLimits,
        Limits memory erc20Limits,
        uint256 quarantine
    ) internal {
        address expected = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        anchor = _newAnchor(header, SIDECHAIN, EPOCH, expected, verifier, quarantine);
        vault = _newVault(address(anchor), ethLimits, erc20Limits);
        evidence = Evidence(_create("Evidence", abi.encode(anchor)));
        messenger = Messenger(_create("Messenger", abi.encode(vault)));
        mirrorBridge = MirrorBridge(_create("MirrorBridge", abi.encode(vault, erc20Limits.queueSeconds)));
        bytes memory arguments = abi.encode(vault, erc20Limits.queueSeconds);
        collectionBridge = CollectionBridge(_create("CollectionBridge", arguments));
        delete leafHashes;
        rootedLeaves = 0;
    }

    function _newAnchor(
        bytes memory header,
        uint256 chain,
        uint256 epoch,
        address expected,
        address verifier,
        uint256 quarantine
    ) internal returns (Anchor) {
        address evidence_ = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 2);
        bytes memory arguments = abi.encode(header, chain, epoch, expected, verifier, quarantine, pauseBoard, evidence_);
        return Anchor(_create("Anchor", arguments));
    }

    function _newVault(address anchor_, Limits memory ethLimits, Limits memory erc20Limits) internal returns (Vault) {
        uint64 nonce = vm.getNonce(address(this)); // the vault, then Evidence, then what the vault names
        address messenger_ = vm.computeCreateAddress(address(this), nonce + 2);
        address mirrorBridge_ = vm.computeCreateAddress(address(this), nonce + 3);
        address collections = vm.computeCreateAddress(address(this), nonce + 4);
        bytes memory arguments = abi.encode(anchor_, messenger_, mirrorBridge_, collections, ethLimits, erc20Limits);
        return Vault(_create("Vault", arguments));
    }

    /// @dev Deploys the very bytes of artifacts/. With BRIDGE_FROM_SOURCE=true they are compiled from source instead, which
    /// coverage needs.
    function _create(string memory name, bytes memory arguments) internal returns (address created) {
        bytes memory code = vm.envOr("BRIDGE_FROM_SOURCE", false)
            ? vm.getCode(string.concat(name, ".sol:", name))
            : vm.parseJsonBytes(vm.readFile(string.concat("artifacts/", name, ".json")), ".bytecode");
        return _deployCode(bytes.concat(code, arguments));
    }

    function _deployCode(bytes memory code) internal returns (address created) {
        assembly ("memory-safe") {
            created := create(0, add(code, 32), mload(code))
            if iszero(created) {
                let free := mload(64)
                returndatacopy(free, 0, returndatasize())
                revert(free, returndatasize())
            }
        }
    }

    /// @dev A checkpoint the anchor must accept now.
    function _next() internal view returns (Checkpoint memory c) {
        c = _nextOver(_root());
    }

    /// @dev The same over this tree.
    function _nextOver(bytes32 root) internal view returns (Checkpoint memory c) {
        (uint64 index, uint64 lastBlock,, bytes32 digest) = anchor.head();
        c.index = index + 1;
        c.firstBlock = lastBlock + 1;
        c.lastBlock = lastBlock + 64;
        c.lastTimestamp = uint64(block.timestamp);
        c.withdrawalCount = uint64(leafHashes.length);
        c.depositCount = uint64(vault.depositCount());
        c.parentDigest = digest;
        c.lastBlockHash = keccak256(abi.encode("block", c.lastBlock));
        c.stateRoot = keccak256(abi.encode("state", c.lastBlock));
        c.blocksRoot = keccak256(abi.encode("blocks", c.lastBlock));
        c.withdrawalRoot = root;
        c.depositAcc = vault.depositAcc(c.depositCount);
        c.setHash = anchor.setHash();
        c.nextSetHash = c.setHash;
    }

    function _submit(Checkpoint memory c) internal {
        _submit(c, "");
    }

    function _submit(Checkpoint memory c, bytes memory extra) internal {
        uint256 bitmap = _quorum();
        bytes memory sigs = _sign(anchor.hashCheckpoint(c), bitmap);
        bytes memory set = group.set;
        anchor.submit(c, set, bitmap, sigs, extra);
    }

    /// @dev Signatures of the members in `bitmap`.
    function _sign(bytes32 digest, uint256 bitmap) internal view returns (bytes memory) {
        return signsQuickly ? group.signQuickly(digest, bitmap) : group.sign(digest, bitmap);
    }

    /// @dev Bitmap of exactly a quorum: the first members.
    function _quorum() internal view returns (uint256) {
        return SignerGroup.quorumOf(group.keys.length);
    }

    /// @dev Submits, expecting exactly this error.
    function _refused(Checkpoint memory c, bytes memory reason) internal {
        _refused(c, "", reason);
    }

    function _refused(Checkpoint memory c, bytes memory extra, bytes memory reason) internal {
        uint256 bitmap = group.quorum();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), bitmap);
        (,,, bytes32 before) = anchor.head();
        vm.expectRevert(reason);
        anchor.submit(c, group.set, bitmap, sigs, extra);
        (,,, bytes32 current) = anchor.head();
        vm.assertEq(before, current, "head moved");
    }

    /// @dev Writes a withdrawal into the model.
    function _withdraw(uint8 kind, address token, address to, uint256 amount, uint256 fee)
        internal
        returns (Leaf memory leaf)
    {
        leaf = Leaf(uint64(leafHashes.length), kind, L1_CHAIN, token, address(0xf0), to, amount, fee, 0);
        leafHashes.push(_slowLeafHash(leaf));
    }

    /// @dev Field by field, apart from the library under test.
    function _slowLeafHash(Leaf memory leaf) internal view returns (bytes32) {
        bytes memory first = abi.encode(
            keccak256("PoaSidechain.Withdrawal.v1"), anchor.SIDECHAIN_ID(), L1_CHAIN, address(vault), leaf.index
        );
        bytes memory second = abi.encode(leaf.kind, leaf.originChain, leaf.token, leaf.from);
        bytes memory third = abi.encode(leaf.to, leaf.amount, leaf.fee, leaf.dataHash);
        return keccak256(abi.encodePacked(keccak256(bytes.concat(first, second, third))));
    }

    function _root() internal view returns (bytes32) {
        return ReferenceTree.root(leafHashes, 32);
    }

    /// @dev The same, computed once for each number of leaves. Whoever takes leaves away sets `rootedLeaves` to 0.
    function _rootOnce() internal returns (bytes32) {
        if (leafHashes.length == 0) return EMPTY_ROOT;
        if (rootedLeaves != leafHashes.length) (rootedLeaves, _knownRoot) = (leafHashes.length, _root());
        return _knownRoot;
    }

    /// @dev Hashes of the first leaves.
    function _firstLeaves(uint256 count) internal view returns (bytes32[] memory hashes) {
        hashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            hashes[i] = leafHashes[i];
        }
    }

    function _claim(Leaf memory leaf) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        vault.claim(_root(), leaf, mask, siblings);
    }

    function _claimRefused(Leaf memory leaf, bytes memory reason) internal {
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, leaf.index, 32);
        bytes32 root = _root();
        vm.expectRevert(reason);
        vault.claim(root, leaf, mask, siblings);
    }
}
