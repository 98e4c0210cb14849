// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation, DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAssetBridge} from "../../src/interfaces/IAssetBridge.sol";
import {IAttestations} from "../../src/interfaces/IAttestations.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IMirrorFactory} from "../../src/interfaces/IMirrorFactory.sol";
import {INativeVault} from "../../src/interfaces/INativeVault.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {ISignerRegistry} from "../../src/interfaces/ISignerRegistry.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {L1Fixture} from "./L1Fixture.sol";
import {Group, SignerGroup} from "./SignerGroup.sol";
import {Vm} from "./Vm.sol";

/// @title Both chains in one EVM: the chain id says which one is running
/// @dev The sidechain's contracts are the very bytes of artifacts/predeploys.json with the storage a genesis gives them. With
/// BRIDGE_FROM_SOURCE=true they are compiled from source instead, which coverage needs.
abstract contract BridgeFixture is L1Fixture {
    using SignerGroup for Group;

    uint256 internal constant RESERVE = 2 ** 96;
    bytes32 internal constant DEPLOYMENT = keccak256("deployment");

    ISignerRegistry internal registry = ISignerRegistry(Predeploys.SIGNER_REGISTRY);
    IAttestations internal attestations = IAttestations(Predeploys.ATTESTATIONS);
    IInbox internal inbox = IInbox(Predeploys.INBOX);
    IOutbox internal outbox = IOutbox(Predeploys.OUTBOX);
    INativeVault internal nativeVault = INativeVault(Predeploys.NATIVE_VAULT);
    IAssetBridge internal assetBridge = IAssetBridge(Predeploys.ASSET_BRIDGE);
    IMirrorFactory internal factory = IMirrorFactory(Predeploys.MIRROR_FACTORY);

    DepositData[] internal pendingDeposits;

    modifier onSidechain() {
        vm.chainId(SIDECHAIN);
        _;
        vm.chainId(L1_CHAIN);
    }

    function setUp() public virtual override {
        super.setUp();
        vm.roll(10_000);
        _genesis();
        _bind();
    }

    /// @dev What a genesis does.
    function _genesis() internal {
        string memory json = vm.readFile("artifacts/predeploys.json");
        bool fromSource = vm.envOr("BRIDGE_FROM_SOURCE", false);
        for (uint256 i = 0; vm.keyExistsJson(json, _entry(i)); ++i) {
            string memory name = vm.parseJsonString(json, string.concat(_entry(i), ".name"));
            address account = vm.parseJsonAddress(json, string.concat(_entry(i), ".address"));
            vm.etch(
                account,
                fromSource
                    ? vm.getDeployedCode(string.concat(name, ".sol:", name))
                    : vm.parseJsonBytes(json, string.concat(_entry(i), ".code"))
            );
            vm.label(account, name);
            _storage(json, account, string.concat(_entry(i), ".storage"));
        }
        vm.deal(Predeploys.NATIVE_VAULT, RESERVE);
    }

    function _storage(string memory json, address account, string memory list) private {
        for (uint256 i = 0; vm.keyExistsJson(json, _item(list, i)); ++i) {
            string memory item = _item(list, i);
            bytes32 rule = keccak256(bytes(vm.parseJsonString(json, string.concat(item, ".rule"))));
            bytes32 value = DEPLOYMENT;
            if (rule == keccak256("signerSetHash")) value = anchor.setHash();
            if (rule == keccak256("epochLength")) value = bytes32(EPOCH);
            if (rule == keccak256("ownBalance")) value = bytes32(RESERVE);
            if (rule == keccak256("constant")) value = vm.parseJsonBytes32(json, string.concat(item, ".value"));
            vm.store(account, vm.parseJsonBytes32(json, string.concat(item, ".slot")), value);
        }
    }

    function _bind() internal onSidechain {
        bytes32 digest = registry.hashBinding(anchor.GENESIS_HASH(), L1_CHAIN, address(anchor), address(vault));
        uint256 bitmap = group.quorum();
        registry.bind(
            anchor.GENESIS_HASH(), L1_CHAIN, address(anchor), address(vault), group.set, bitmap, _sign(digest, bitmap)
        );
    }

    /// @dev Deposits made on L1 since the last call, read from the vault's events.
    function _collectDeposits() internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bytes32 topic = keccak256("Deposited(uint256,uint8,address,address,address,uint256,uint64,bytes)");
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(vault) || logs[i].topics[0] != topic) continue;
            (address to, address token, uint256 amount, uint64 gasLimit, bytes memory data) =
                abi.decode(logs[i].data, (address, address, uint256, uint64, bytes));
            pendingDeposits.push(
                DepositData({
                    nonce: uint64(uint256(logs[i].topics[1])),
                    kind: uint8(uint256(logs[i].topics[2])),
                    from: address(uint160(uint256(logs[i].topics[3]))),
                    to: to,
                    token: token,
                    amount: amount,
                    gasLimit: gasLimit,
                    data: data
                })
            );
        }
    }

    /// @dev Carries all deposits made on L1 since `vm.recordLogs` to the sidechain.
    function _relay() internal {
        _collectDeposits();
        DepositData[] memory deposits = pendingDeposits;
        delete pendingDeposits;
        if (deposits.length != 0) _advance(deposits);
        vm.recordLogs();
    }

    function _advance(DepositData[] memory deposits) internal onSidechain {
        DepositAttestation memory a = _attestation();
        uint256 bitmap = _quorum();
        bytes memory sigs = _sign(inbox.hashAttestation(a), bitmap);
        inbox.advance(a, deposits, new bytes32[](0), group.set, bitmap, sigs);
    }

    function _attestation() internal view returns (DepositAttestation memory a) {
        a.l1Block = uint64(block.number);
        a.count = uint64(vault.depositCount());
        a.acc = vault.depositAcc(a.count);
    }

    /// @dev A checkpoint of the sidechain as it is now.
    function _checkpoint() internal view returns (Checkpoint memory c) {
        c = _nextOver(outbox.root());
        c.withdrawalCount = outbox.count();
        c.depositCount = inbox.count();
        c.depositAcc = inbox.acc();
    }

    function _entry(uint256 i) private pure returns (string memory) {
        return _item(".predeploys", i);
    }

    function _item(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(list, "[", vm.toString(i), "]");
    }
}
