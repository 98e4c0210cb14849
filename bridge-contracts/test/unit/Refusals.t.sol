// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";
import {IPauseBoard} from "../../src/interfaces/IPauseBoard.sol";
import {IStateProofs} from "../../src/interfaces/IStateProofs.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {LibraryHarness} from "../support/Harnesses.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {ReferenceTrie, TrieEntry} from "../support/ReferenceTrie.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";
import {PlainToken} from "../support/Tokens.sol";

/// @title Conditions on L1 that stand between others' tests: what each refuses, or how far it goes
contract RefusalsTest is L1Fixture {
    using SignerGroup for Group;

    IPauseBoard private board;
    address private guardian;
    address private second;

    function setUp() public override {
        vm.chainId(L1_CHAIN);
        vm.warp(START);
        (guardian, second) = (_account("guardian"), _account("second"));
        address[] memory guardians = new address[](2);
        (guardians[0], guardians[1]) = (guardian, second);
        uint64 nonce = vm.getNonce(address(this));
        address anchorAt = vm.computeCreateAddress(address(this), nonce + 1);
        address vaultAt = vm.computeCreateAddress(address(this), nonce + 2);
        pauseBoard = _create("PauseBoard", abi.encode(anchorAt, vaultAt, address(0), address(0), guardians));
        board = IPauseBoard(pauseBoard);
        group = SignerGroup.make(4, 1);
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _deployWith(header, address(0), _openLimits(), _openLimits(), 30 days);
    }

    // ---------------------------------------------------------------------------------------------- anchor

    function test_T02_evidence_mustBeSomethingElse() public {
        address[2] memory wrong = [address(0), address(0xbeef)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAnchor.BadConfiguration.selector, "evidence"));
            this.newAnchor(address(0xbeef), wrong[i]);
        }
    }

    function newAnchor(address vault_, address evidence_) external {
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _create("Anchor", abi.encode(header, SIDECHAIN, EPOCH, vault_, address(0), 0, address(0), evidence_));
    }

    function test_T39_death_isEarly_orOnce() public {
        Checkpoint memory c = _next();
        _submit(c);
        vm.warp(block.timestamp + 30 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.NotSilentLongEnough.selector, uint40(block.timestamp + 1)));
        anchor.declareDead(c);
        vm.warp(block.timestamp + 1);
        anchor.declareDead(c);
        vm.expectRevert(IAnchor.Dead.selector);
        anchor.declareDead(c);
    }

    /// @dev A root that matures later than a week after acceptance can be vetoed until it does.
    function test_T01_aRootThatMaturesLate_canBeVetoedUntilThen() public {
        Group memory next = group.with(99);
        Extras memory extras;
        extras.nextSet = next.set;
        Checkpoint memory good = _next();
        good.nextSetHash = QuorumLib.hash(next.set);
        _submit(good, abi.encode(extras));
        group = next;
        _withdraw(1, address(0), address(1), 1, 0);
        Checkpoint[] memory chain = new Checkpoint[](1);
        chain[0] = _next();
        _submit(chain[0]);
        vm.warp(block.timestamp + 30 days - 1);
        vm.prank(guardian);
        board.veto(good, chain, group.set);
        vm.prank(second);
        board.veto(good, chain, group.set);
        vm.assertTrue(anchor.isVoided(2));
    }

    // ---------------------------------------------------------------------------------------------- vaults

    /// @dev The bucket's level has 96 bits: what a larger one would let through at once waits instead.
    function test_I8_theBucket_hasAnEnd() public {
        PlainToken token = new PlainToken("Many", "MNY", 18);
        token.mint(address(this), 2 ** 120);
        token.approve(address(vault), 2 ** 120);
        vault.deposit20(address(token), 2 ** 120, address(1), 50_000, "");
        (, uint256 capacity) = vault.bucket(address(token));
        vm.assertEq(capacity, type(uint96).max);
        Leaf memory fits = _withdraw(2, address(token), address(1), type(uint96).max, 0);
        Leaf memory more = _withdraw(2, address(token), address(1), 2 ** 110, 0);
        _submit(_next());
        _claim(fits);
        vm.assertEq(token.balanceOf(address(1)), type(uint96).max);
        _claim(more);
        (, uint40 releaseAt,) = vault.queued(more.index);
        vm.assertGt(releaseAt, block.timestamp, "paid at once");
    }

    /// @dev Only ETH can be owed, for a token that refuses undoes the claim. Should it ever be otherwise, what is owed is paid.
    function test_T29_whatIsOwed_inATokenToo_isPaid() public {
        PlainToken token = new PlainToken("Plain", "PLN", 18);
        token.mint(address(vault), 7);
        bytes32 inner = keccak256(abi.encode(address(this), uint256(5)));
        vm.store(address(vault), keccak256(abi.encode(address(token), inner)), bytes32(uint256(7)));
        vm.assertEq(vault.owed(address(this), address(token)), 7);
        vault.collectOwed(address(token), address(1));
        vm.assertEq(token.balanceOf(address(1)), 7);
        vm.assertEq(vault.owed(address(this), address(token)), 0);
    }

    function test_T06_T11_T14_nftClaims_areProven() public {
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        Leaf memory leaf = _withdraw(3, address(vault), address(1), 1, 0);
        bytes32 root = _root();
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 0, 32);
        bytes32[2] memory unknown = [root, bytes32(0)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.UnknownRoot.selector, unknown[i]));
            nftVault.claim(unknown[i], leaf, mask, siblings);
        }
        _submit(_next());
        leaf.index = 1;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.IndexOutOfRange.selector, 1, 1));
        nftVault.claim(root, leaf, mask, siblings);
        (leaf.index, leaf.amount) = (0, 2);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.InvalidProof.selector, 0, root));
        nftVault.claim(root, leaf, mask, siblings);
        leaf.amount = 1;
        nftVault.claim(root, leaf, mask, siblings);
        (bytes32 hash, uint40 releaseAt, uint48 checkpoint) = nftVault.queued(0);
        vm.assertEq(hash, leafHashes[0]);
        vm.assertEq(checkpoint, 1);
        vm.warp(releaseAt);
        leaf.to = address(2);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotTheQueuedLeaf.selector, 0));
        nftVault.release(0, leaf, new uint256[](0), new uint256[](0));
    }

    function test_T04_nftRootsUnderAYoungSet_wait() public {
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        Group memory next = group.with(99);
        Extras memory extras;
        extras.nextSet = next.set;
        Checkpoint memory c = _next();
        c.nextSetHash = QuorumLib.hash(next.set);
        _submit(c, abi.encode(extras));
        group = next;
        Leaf memory leaf = _withdraw(3, address(vault), address(1), 1, 0);
        _submit(_next());
        bytes32 root = _root();
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 0, 32);
        uint40 maturesAt = uint40(block.timestamp + 30 days);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.RootNotMature.selector, root, maturesAt));
        nftVault.claim(root, leaf, mask, siblings);
        vm.warp(maturesAt);
        nftVault.claim(root, leaf, mask, siblings);
    }

    function test_T28_nftsNobodyPulled_areNotTaken() public {
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotPulling.selector, address(this)));
        nftVault.onERC1155Received(address(0), address(0), 0, 0, "");
        uint256[] memory none = new uint256[](0);
        vm.expectRevert(abi.encodeWithSelector(INftVault.NotPulling.selector, address(this)));
        nftVault.onERC1155BatchReceived(address(0), address(0), none, none, "");
        vm.assertTrue(nftVault.supportsInterface(0x01ffc9a7) && nftVault.supportsInterface(0x4e2312e0));
        vm.assertFalse(nftVault.supportsInterface(0xffffffff));
    }

    // ---------------------------------------------------------------------------------------------- proofs and headers

    function test_T12_anAccount_hasFourFields() public {
        TrieEntry[] memory entries = new TrieEntry[](1);
        entries[0].key = keccak256(abi.encodePacked(address(7)));
        bytes memory word = ReferenceTrie.string_(abi.encodePacked(keccak256("root")));
        bytes[2] memory fields = [bytes.concat(hex"0101", word), bytes.concat(hex"0101", word, word, hex"01")];
        for (uint256 i = 0; i < 2; ++i) {
            entries[0].value = ReferenceTrie.list(fields[i]);
            (bytes32 root, bytes[] memory proof) = ReferenceTrie.prove(entries, entries[0].key);
            IStateProofs proofs = IStateProofs(anchor.STATE_PROOFS());
            vm.expectRevert(abi.encodeWithSelector(IStateProofs.NotAnAccount.selector, i == 0 ? 3 : 5));
            proofs.account(root, address(7), proof);
        }
    }

    function test_T17_headersCutOrStretched_areRefused() public {
        LibraryHarness lib = new LibraryHarness();
        bytes memory short = Headers.genesis(15, group.set, GENESIS_TIME);
        bytes memory cancun = Headers.genesis(20, group.set, GENESIS_TIME);
        bytes memory prague = Headers.genesis(21, group.set, GENESIS_TIME);
        bytes memory empty = Headers.genesis(15, "", GENESIS_TIME);
        // Within the nonce, within a hash of the tail, past the last field; extra data longer than all; its length in two bytes
        // where one would do.
        _malformed(lib, _fit(_part(short, 0, short.length - 4)));
        _malformed(lib, _fit(_part(prague, 0, prague.length - 4)));
        _malformed(lib, _fit(bytes.concat(prague, hex"80")));
        uint256 extraAt = empty.length - 9 - 33 - 97 - 2;
        vm.assertEq(uint8(empty[extraAt]), 0xb8);
        bytes memory long = bytes.concat(empty);
        long[extraAt + 1] = 0xff;
        _malformed(lib, long);
        bytes memory behind = _part(empty, extraAt + 1, empty.length);
        _malformed(lib, _fit(bytes.concat(_part(empty, 0, extraAt), hex"b900", behind)));
        for (uint256 field = 17; field <= 18; ++field) {
            bytes memory burnt = bytes.concat(cancun);
            burnt[cancun.length - 52 + field] = 0x01;
            vm.expectRevert(abi.encodeWithSelector(CliqueHeaders.WrongFieldValue.selector, field));
            lib.parseGenesis(burnt);
        }
    }

    function _malformed(LibraryHarness lib, bytes memory raw) private {
        vm.expectPartialRevert(CliqueHeaders.MalformedHeader.selector);
        lib.parseGenesis(raw);
    }

    /// @dev With the length in the prefix that it has.
    function _fit(bytes memory raw) private pure returns (bytes memory) {
        uint256 length = raw.length - 3;
        (raw[1], raw[2]) = (bytes1(uint8(length >> 8)), bytes1(uint8(length)));
        return raw;
    }

    function _part(bytes memory raw, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = raw[i];
        }
    }
}
