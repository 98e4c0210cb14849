// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation, DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {CliqueHeader, CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {LibraryHarness} from "../support/Harnesses.sol";
import {Test} from "../support/Test.sol";

/// @title Every encoding against tests/vectors/bridge-vectors.json, which an implementation of its own has written
contract VectorsTest is Test {
    LibraryHarness private lib;
    string private json;
    bytes32 private id;
    bytes32 private domain;
    uint256 private l1ChainId;
    address private vault;

    function setUp() public {
        lib = new LibraryHarness();
        json = vm.readFile(string.concat(vm.projectRoot(), "/../tests/vectors/bridge-vectors.json"));
        id = _word(".bridge.sidechainId");
        domain = _word(".bridge.domainSeparator");
        l1ChainId = _uint(".bridge.l1ChainId");
        vault = vm.parseJsonAddress(json, ".bridge.vault");
    }

    function test_identity_matchesVectors() public view {
        vm.assertEq(lib.sidechainId(_uint(".bridge.sidechainChainId"), _word(".bridge.genesisHash")), id);
        vm.assertEq(lib.genesisDigest(id), _word(".bridge.genesisDigest"));
        vm.assertEq(lib.domainSeparator(l1ChainId, vm.parseJsonAddress(json, ".bridge.anchor"), id), domain);
    }

    function test_setsAndQuorums_matchVectors() public view {
        uint256[] memory quorums = vm.parseJsonUintArray(json, ".quorums");
        vm.assertEq(quorums.length, 255);
        for (uint256 n = 1; n <= 255; ++n) {
            vm.assertEq(lib.quorum(n), quorums[n - 1]);
        }
        uint256 sets = _count(".sets");
        vm.assertGt(sets, 5, "sets");
        for (uint256 i = 0; i < sets; ++i) {
            string memory path = _at(".sets", i);
            bytes memory set = _bytes(path, ".set");
            vm.assertEq(lib.setHash(set), _word(path, ".setHash"), path);
            vm.assertEq(lib.requireValid(set), _uint(path, ".n"), path);
        }
    }

    function test_checkpoints_matchVectors() public view {
        uint256 n = _count(".checkpoints");
        vm.assertEq(n, 4);
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".checkpoints", i);
            bytes32 digest = lib.checkpointDigest(domain, _checkpoint(string.concat(path, ".value")));
            vm.assertEq(digest, _word(path, ".digest"), path);
            _checkSignatures(path, digest);
        }
    }

    function test_depositAttestations_matchVectors() public view {
        string memory path = _at(".depositAttestations", 0);
        DepositAttestation memory a = DepositAttestation(
            uint64(_uint(path, ".value.l1Block")), uint64(_uint(path, ".value.count")), _word(path, ".value.acc")
        );
        bytes32 digest = lib.attestationDigest(domain, a);
        vm.assertEq(digest, _word(path, ".digest"));
        _checkSignatures(path, digest);
    }

    function test_bindings_matchVectors() public view {
        string memory path = _at(".bindings", 0);
        bytes32 digest = lib.bindingDigest(
            domain,
            _word(path, ".value.deploymentId"),
            _uint(path, ".value.sidechainChainId"),
            _word(path, ".value.genesisHash"),
            vault
        );
        vm.assertEq(digest, _word(path, ".digest"));
        _checkSignatures(path, digest);
    }

    function test_leavesAndProofs_matchVectors() public view {
        uint256 n = _count(".leaves");
        vm.assertEq(n, 37);
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".leaves", i);
            vm.assertEq(lib.leafHash(_leaf(path), id, l1ChainId, vault), _word(path, ".hash"), path);
        }
        _checkProofs(".proofs", 32);
        _checkProofs(".blocksTree.proofs", 16);
    }

    function test_blockLeaves_matchVectors() public view {
        bytes32[] memory hashes = vm.parseJsonBytes32Array(json, ".blocksTree.hashes");
        uint256 first = _uint(".blocksTree.firstBlock");
        uint256 n = _count(".blocksTree.proofs");
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".blocksTree.proofs", i);
            uint256 index = _uint(path, ".index");
            vm.assertEq(lib.blockLeaf(first + index, hashes[index]), _word(path, ".leaf"), path);
        }
    }

    function test_deposits_matchVectors() public view {
        bytes32 acc = lib.depositStart(id, vault);
        vm.assertEq(acc, _word(".depositStart"));
        uint256 n = _count(".deposits");
        vm.assertEq(n, 8);
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".deposits", i);
            bytes32 hash = lib.depositHash(_deposit(path), id, l1ChainId, vault);
            vm.assertEq(hash, _word(path, ".hash"), path);
            acc = lib.depositAppend(acc, hash);
            vm.assertEq(acc, _word(path, ".accAfter"), path);
        }
    }

    function test_genesisHeaders_matchVectors() public view {
        uint256 n = _count(".genesisHeaders");
        vm.assertEq(n, 8);
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".genesisHeaders", i);
            CliqueHeader memory h = lib.parseGenesis(_bytes(path, ".rlp"));
            vm.assertEq(h.hash, _word(path, ".hash"), path);
            vm.assertEq(h.fields, _uint(path, ".fields"), path);
            vm.assertEq(h.timestamp, _uint(path, ".timestamp"), path);
            vm.assertEq(h.signers, _bytes(path, ".set"), path);
        }
    }

    function test_sealedHeaders_matchVectors() public view {
        uint256 n = _count(".sealedHeaders");
        vm.assertEq(n, 8);
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".sealedHeaders", i);
            bytes memory rlp = _bytes(path, ".rlp");
            uint256 fields = _uint(path, ".fields");
            CliqueHeader memory h = lib.parse(rlp, fields);
            vm.assertEq(h.hash, _word(path, ".hash"), path);
            vm.assertEq(h.number, _uint(path, ".number"), path);
            vm.assertEq(h.beneficiary, vm.parseJsonAddress(json, string.concat(path, ".beneficiary")), path);
            vm.assertEq(h.signers, _bytes(path, ".set"), path);
            vm.assertEq(lib.sealHash(rlp, fields), _word(path, ".sealHash"), path);
            vm.assertEq(lib.sealer(rlp, fields), vm.parseJsonAddress(json, string.concat(path, ".sealer")), path);
        }
    }

    function test_T17_malformedHeaders_areRefused() public view {
        uint256 n = _count(".malformedHeaders");
        vm.assertGt(n, 20, "cases");
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".malformedHeaders", i);
            (bool ok, bytes memory reason) =
                address(lib).staticcall(abi.encodeCall(lib.parse, (_bytes(path, ".rlp"), 16)));
            vm.assertFalse(ok, path);
            bytes4 selector = bytes4(reason);
            bool named = selector == CliqueHeaders.MalformedHeader.selector
                || selector == CliqueHeaders.WrongFieldCount.selector
                || selector == CliqueHeaders.WrongFieldValue.selector
                || selector == QuorumLib.SignersNotAscending.selector;
            vm.assertTrue(named, path);
        }
    }

    function test_mirrorAddresses_matchVectors() public view {
        uint256 n = _count(".mirrors");
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(".mirrors", i);
            address origin = vm.parseJsonAddress(json, string.concat(path, ".token"));
            bytes32 salt = keccak256(abi.encode(_uint(path, ".originChain"), origin));
            vm.assertEq(salt, _word(path, ".salt"), path);
            address factory = vm.parseJsonAddress(json, string.concat(path, ".factory"));
            bytes32 hash = keccak256(abi.encodePacked(hex"ff", factory, salt, _word(path, ".initCodeHash")));
            vm.assertEq(
                address(uint160(uint256(hash))), vm.parseJsonAddress(json, string.concat(path, ".mirror")), path
            );
        }
    }

    function _checkSignatures(string memory path, bytes32 digest) private view {
        bytes memory set = _bytes(path, ".set");
        vm.assertEq(lib.setHash(set), _word(path, ".setHash"), path);
        vm.assertGe(lib.requireQuorum(digest, set, _uint(path, ".bitmap"), _bytes(path, ".sigs")), 4, path);
        bytes memory encoded = _bytes(path, ".encoded");
        vm.assertEq(keccak256(bytes.concat(hex"1901", domain, keccak256(encoded))), digest, path);
    }

    function _checkProofs(string memory list, uint256 depth) private view {
        uint256 n = _count(list);
        vm.assertGt(n, 2, list);
        for (uint256 i = 0; i < n; ++i) {
            string memory path = _at(list, i);
            bytes32[] memory siblings = vm.parseJsonBytes32Array(json, string.concat(path, ".siblings"));
            bytes32 root =
                lib.rootOf(_word(path, ".leaf"), _uint(path, ".index"), depth, _uint(path, ".mask"), siblings);
            vm.assertEq(root, _word(path, ".root"), path);
        }
    }

    function _checkpoint(string memory path) private view returns (Checkpoint memory c) {
        c.index = uint64(_uint(path, ".index"));
        c.round = uint32(_uint(path, ".round"));
        c.firstBlock = uint64(_uint(path, ".firstBlock"));
        c.lastBlock = uint64(_uint(path, ".lastBlock"));
        c.lastTimestamp = uint64(_uint(path, ".lastTimestamp"));
        c.withdrawalCount = uint64(_uint(path, ".withdrawalCount"));
        c.depositCount = uint64(_uint(path, ".depositCount"));
        c.parentDigest = _word(path, ".parentDigest");
        c.lastBlockHash = _word(path, ".lastBlockHash");
        c.stateRoot = _word(path, ".stateRoot");
        c.blocksRoot = _word(path, ".blocksRoot");
        c.withdrawalRoot = _word(path, ".withdrawalRoot");
        c.depositAcc = _word(path, ".depositAcc");
        c.setHash = _word(path, ".setHash");
        c.nextSetHash = _word(path, ".nextSetHash");
    }

    function _leaf(string memory path) private view returns (Leaf memory leaf) {
        leaf.index = uint64(_uint(path, ".index"));
        leaf.kind = uint8(_uint(path, ".kind"));
        leaf.originChain = _uint(path, ".originChain");
        leaf.token = vm.parseJsonAddress(json, string.concat(path, ".token"));
        leaf.from = vm.parseJsonAddress(json, string.concat(path, ".from"));
        leaf.to = vm.parseJsonAddress(json, string.concat(path, ".to"));
        leaf.amount = _uint(path, ".amount");
        leaf.fee = _uint(path, ".fee");
        leaf.dataHash = _word(path, ".dataHash");
    }

    function _deposit(string memory path) private view returns (DepositData memory d) {
        d.nonce = uint64(_uint(path, ".nonce"));
        d.kind = uint8(_uint(path, ".kind"));
        d.from = vm.parseJsonAddress(json, string.concat(path, ".from"));
        d.to = vm.parseJsonAddress(json, string.concat(path, ".to"));
        d.token = vm.parseJsonAddress(json, string.concat(path, ".token"));
        d.amount = _uint(path, ".amount");
        d.gasLimit = uint64(_uint(path, ".gasLimit"));
        d.data = _bytes(path, ".data");
    }

    function _count(string memory list) private view returns (uint256 n) {
        while (vm.keyExistsJson(json, _at(list, n))) ++n;
    }

    function _at(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(list, "[", vm.toString(i), "]");
    }

    function _uint(string memory key) private view returns (uint256) {
        return vm.parseJsonUint(json, key);
    }

    function _uint(string memory path, string memory key) private view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(path, key));
    }

    function _word(string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, key);
    }

    function _word(string memory path, string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(path, key));
    }

    function _bytes(string memory path, string memory key) private view returns (bytes memory) {
        return vm.parseJsonBytes(json, string.concat(path, key));
    }
}
