// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, DepositAttestation, DepositData, Leaf, LeafProof} from "../../src/interfaces/BridgeTypes.sol";
import {IMirrorERC20} from "../../src/interfaces/IMirrorERC20.sol";
import {TestToken} from "../../src/samples/TestToken.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {GasNotes} from "../support/GasNotes.sol";
import {ReferenceTrie, TrieEntry} from "../support/ReferenceTrie.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title Gas of whole transactions, in a bridge that has been running for a while
/// @dev Run with FOUNDRY_PROFILE=gas (isolated calls): each measured call is a transaction of its own, with intrinsic gas and cold
/// storage. Steady state: the ring of digests is full, the word of claimed bits is not empty, recipients exist.
contract GasTest is BridgeFixture, GasNotes {
    using SignerGroup for Group;

    uint256 private constant LEAVES = 65_536;
    uint256 private constant BASE = 0x5a30;
    TestToken private token;
    address private alice;
    Leaf[16] private leaves;

    function setUp() public override {
        super.setUp();
        token = TestToken(_create("TestToken", abi.encode("Test Token", "TT")));
        alice = _account("alice");
        vm.deal(alice, 1 ether);
        vm.deal(address(this), 10_000 ether);
        token.mint(alice, 1);
        token.mint(address(this), 1e30);
        token.approve(address(vault), type(uint256).max);
        vm.recordLogs();
    }

    function test_deposits() public {
        _deposits();
    }

    function test_sidechain() public {
        _deposits();
        _sidechain();
    }

    function test_claims() public {
        _claims();
    }

    function test_escape() public {
        _escape(4, "escape");
    }

    function test_escapeOfAMillion() public {
        _escape(5, "escape_1048576_accounts");
    }

    function test_submit4() public {
        _submissions(4);
    }

    function test_submit5() public {
        _submissions(5);
    }

    function test_submit10() public {
        _submissions(10);
    }

    function test_submit21() public {
        _submissions(21);
    }

    function test_submit50() public {
        _submissions(50);
    }

    function _deposits() private {
        vault.depositETH{value: 1 ether}(alice, 50_000, "");
        vault.deposit20(address(token), 1 ether, alice, 50_000, "");
        vault.depositETH{value: 1 ether}(alice, 50_000, "");
        _note("deposit_eth");
        vault.deposit20(address(token), 1 ether, alice, 50_000, "");
        _note("deposit_erc20");
    }

    function _sidechain() private {
        _collectDeposits();
        DepositData[] memory all = pendingDeposits;
        delete pendingDeposits;
        _attest();
        _advanceOne(all, 0);
        _advanceOne(all, 1);
        _note("inbox_advance_erc20_first");
        _advanceOne(all, 2);
        _note("inbox_advance_eth");
        _advanceOne(all, 3);
        _note("inbox_advance_erc20");
        vm.chainId(SIDECHAIN);
        IMirrorERC20 mirror = IMirrorERC20(assetBridge.mirrorOf(address(token)));
        uint256 worst;
        uint256 sum;
        for (uint256 i = 0; i < 64; ++i) {
            vm.prank(alice);
            mirror.withdraw(alice, 1000, 0);
            uint256 used = vm.lastCallGas().gasTotalUsed;
            if (i < 32) continue; // early ones fill the frontier for the first time
            sum += used;
            if (used > worst) worst = used;
        }
        _note("outbox_append", sum / 32);
        _note("outbox_append_worst", worst);
        vm.startPrank(alice);
        assetBridge.withdraw(address(token), 1000, alice, 0);
        _note("asset_bridge_withdraw");
        nativeVault.withdraw{value: 1000}(alice, 0);
        nativeVault.withdraw{value: 1000}(alice, 0);
        _note("native_withdraw");
        vm.stopPrank();
        vm.chainId(L1_CHAIN);
    }

    function _attest() private {
        DepositAttestation memory a = _attestation();
        vm.chainId(SIDECHAIN);
        bytes32 digest = inbox.hashAttestation(a);
        bytes memory encoded = abi.encode(keccak256("DepositAttestation(uint64 l1Block,uint64 count,bytes32 acc)"), a);
        for (uint256 i = 0; i < 2; ++i) {
            (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[i], digest);
            attestations.attest(anchor.domainSeparator(), encoded, group.set, i, r, vs);
        }
        _note("attest");
        vm.chainId(L1_CHAIN);
    }

    function _advanceOne(DepositData[] memory all, uint256 which) private onSidechain {
        DepositAttestation memory a = _attestation();
        DepositData[] memory one = new DepositData[](1);
        one[0] = all[which];
        bytes32[] memory rest = new bytes32[](all.length - which - 1);
        for (uint256 i = 0; i < rest.length; ++i) {
            rest[i] = vault.hashDeposit(all[which + 1 + i]);
        }
        bytes memory sigs = group.sign(inbox.hashAttestation(a), 15);
        inbox.advance(a, one, rest, group.set, 15, sigs);
    }

    function _claims() private {
        vault.depositETH{value: 1000 ether}(alice, 50_000, "");
        vault.deposit20(address(token), 1000 ether, alice, 50_000, "");
        (bytes32 root, LeafProof[16] memory proofs) = _plantTree();
        vault.claim(root, leaves[15], proofs[15].mask, proofs[15].siblings);
        vault.claim(root, leaves[0], proofs[0].mask, proofs[0].siblings);
        _note("claim_eth_65536");
        vault.claim(root, leaves[1], proofs[1].mask, proofs[1].siblings);
        _note("claim_erc20_65536");
        Leaf[] memory many = new Leaf[](10);
        LeafProof[] memory paths = new LeafProof[](10);
        for (uint256 i = 0; i < 10; ++i) {
            (many[i], paths[i]) = (leaves[i + 2], proofs[i + 2]);
        }
        vault.claimMany(root, many, paths);
        _note("claim_many_item", vm.lastCallGas().gasTotalUsed / 10);
    }

    /// @dev A token balance leaves a state of so many (16^n) accounts and 65,536 holders.
    function _escape(uint256 depth, string memory name) private {
        vault.deposit20(address(token), 1000 ether, alice, 50_000, "");
        bytes32 slot = keccak256(abi.encode(alice, uint256(0)));
        (bytes32 holders, bytes[] memory balanceProof) = ReferenceTrie.proveDeep(
            TrieEntry(keccak256(abi.encode(slot)), ReferenceTrie.integer(7 ether)), 4, 1
        );
        address mirror = factory.mirrorOf(L1_CHAIN, address(token));
        bytes memory account = ReferenceTrie.account(1, 0, holders, keccak256("mirror code"));
        bytes32 state;
        bytes[] memory accountProof;
        (state, accountProof) =
            ReferenceTrie.proveDeep(TrieEntry(keccak256(abi.encodePacked(mirror)), account), depth, 2);
        Checkpoint memory c = _next();
        c.stateRoot = state;
        _submit(c);
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(c);
        _note("declare_dead");
        vm.prank(alice);
        vault.escape20(address(token), alice, accountProof, balanceProof);
        _note(name);
    }

    /// @dev Sixteen neighbouring leaves of a tree of 2^16, the rest of which is sixteen-level noise.
    function _plantTree() private returns (bytes32 root, LeafProof[16] memory proofs) {
        bytes32[16] memory hashes;
        for (uint256 i = 0; i < 16; ++i) {
            bool eth = i % 2 == 0;
            leaves[i] = Leaf(
                uint64(BASE + i), eth ? 1 : 2, L1_CHAIN, eth ? address(0) : address(token), alice, alice, 1 ether, 0, 0
            );
            hashes[i] = _slowLeafHash(leaves[i]);
        }
        bytes32[12] memory upper;
        for (uint256 i = 0; i < 12; ++i) {
            upper[i] = keccak256(abi.encode("noise", i));
        }
        for (uint256 i = 0; i < 16; ++i) {
            (root, proofs[i]) = _path(hashes, upper, i);
        }
        Checkpoint memory c = _next();
        (c.withdrawalCount, c.withdrawalRoot) = (uint64(LEAVES), root);
        _submit(c);
    }

    function _path(bytes32[16] memory row, bytes32[12] memory upper, uint256 which)
        private
        pure
        returns (bytes32 node, LeafProof memory proof)
    {
        proof.mask = LEAVES - 1;
        proof.siblings = new bytes32[](16);
        uint256 index = which;
        bytes32[] memory level = new bytes32[](16);
        for (uint256 i = 0; i < 16; ++i) {
            level[i] = row[i];
        }
        for (uint256 depth = 0; depth < 4; ++depth) {
            proof.siblings[depth] = level[index ^ 1];
            bytes32[] memory next = new bytes32[](level.length / 2);
            for (uint256 i = 0; i < next.length; ++i) {
                next[i] = keccak256(abi.encodePacked(level[2 * i], level[2 * i + 1]));
            }
            (level, index) = (next, index / 2);
        }
        node = level[0];
        bytes32 empty;
        for (uint256 depth = 0; depth < 32; ++depth) {
            if (depth >= 4) {
                bytes32 sibling = depth < 16 ? upper[depth - 4] : empty;
                if (depth < 16) proof.siblings[depth] = sibling;
                bool right = (BASE >> depth) & 1 == 1;
                node = keccak256(right ? abi.encodePacked(sibling, node) : abi.encodePacked(node, sibling));
            }
            empty = keccak256(abi.encodePacked(empty, empty));
        }
    }

    function _submissions(uint256 n) private {
        _deploy(n, 21, _openLimits(), 0);
        for (uint256 i = 0; i < 66; ++i) {
            _submit(_next());
        }
        vm.warp(block.timestamp + 60);
        string memory name = string.concat("submit_", vm.toString(n));
        leafHashes.push(keccak256("a withdrawal"));
        _submit(_next());
        _note(name);
        _submit(_next());
        _note(string.concat(name, "_no_withdrawals"));
    }
}
