// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, LeafProof} from "../../src/interfaces/BridgeTypes.sol";
import {Accused, SealedState} from "../../src/interfaces/IEvidence.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {Headers} from "./Headers.sol";
import {L1Fixture} from "./L1Fixture.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {ReferenceTrie, TrieEntry} from "./ReferenceTrie.sol";

/// @title A modelled sidechain that has headers, a tree of blocks and a state
abstract contract SealedFixture is L1Fixture {
    bytes8 internal constant ADD = 0xffffffffffffffff;
    bytes8 internal constant DROP = 0;

    /// @dev Headers of blocks c.firstBlock.., as `_chain` made them.
    bytes[] internal blocks;

    /// @dev A header of the chain; spoil it, then seal it.
    function _header(uint256 number, bytes32 parent) internal pure returns (Headers.Header memory) {
        return Headers.Header(16, parent, address(0), 2, number, START, "", 0, "", keccak256("state"));
    }

    function _vote(uint256 number, uint256 member, address who, bytes8 nonce) internal view returns (bytes memory) {
        Headers.Header memory h = _header(number, keccak256("parent"));
        (h.beneficiary, h.nonce) = (who, nonce);
        return Headers.sealed_(h, group.keys[member]);
    }

    /// @dev `count` consecutive headers from block `first` on, sealed in turn, all with this state.
    function _sealedFrom(uint256 first, uint256 count, bytes32 parent, bytes32 state)
        internal
        view
        returns (bytes[] memory raws)
    {
        raws = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            Headers.Header memory h = _header(first + i, parent);
            h.state = state;
            raws[i] = Headers.sealed_(h, group.keys[i % group.keys.length]);
            parent = keccak256(raws[i]);
        }
    }

    /// @dev What the bridge's contracts hold on the sidechain if the checkpoint is true.
    function _state(Checkpoint memory c) internal pure returns (bytes32 stateRoot, SealedState memory s) {
        TrieEntry[] memory outbox = new TrieEntry[](c.withdrawalCount == 0 ? 1 : 2);
        outbox[0] = _slot(0, uint256(c.withdrawalRoot));
        if (c.withdrawalCount != 0) outbox[1] = _slot(1, c.withdrawalCount);
        TrieEntry[] memory inbox = new TrieEntry[](2);
        (inbox[0], inbox[1]) = (_slot(0, c.depositCount), _slot(1, uint256(c.depositAcc)));
        TrieEntry[] memory accounts = new TrieEntry[](2);
        bytes32 storageRoot;
        (storageRoot, s.outboxRoot) = ReferenceTrie.prove(outbox, _key(0));
        if (c.withdrawalCount != 0) (, s.outboxCount) = ReferenceTrie.prove(outbox, _key(1));
        accounts[0] = _entry(Predeploys.OUTBOX, storageRoot);
        (storageRoot, s.inboxCount) = ReferenceTrie.prove(inbox, _key(0));
        (, s.inboxAcc) = ReferenceTrie.prove(inbox, _key(1));
        accounts[1] = _entry(Predeploys.INBOX, storageRoot);
        (stateRoot, s.outbox) = ReferenceTrie.prove(accounts, keccak256(abi.encodePacked(Predeploys.OUTBOX)));
        (, s.inbox) = ReferenceTrie.prove(accounts, keccak256(abi.encodePacked(Predeploys.INBOX)));
    }

    /// @dev A checkpoint over real headers: its tree of blocks, last hash and state are theirs.
    function _nextOverBlocks(uint256 length) internal returns (Checkpoint memory c) {
        c = _next();
        c.lastBlock = uint64(c.firstBlock + length - 1);
        c.lastTimestamp = uint64(START);
        (c.stateRoot,) = _state(c);
        bytes32 parent = c.index == 1 ? anchor.GENESIS_HASH() : keccak256(blocks[blocks.length - 1]);
        blocks = _sealedFrom(c.firstBlock, length, parent, c.stateRoot);
        _overBlocks(c);
    }

    /// @dev As `blocks` say.
    function _overBlocks(Checkpoint memory c) internal view {
        c.lastBlockHash = keccak256(blocks[blocks.length - 1]);
        c.blocksRoot = ReferenceTree.root(_blockLeaves(c), 16);
    }

    function _blockProof(Checkpoint memory c, uint256 position) internal view returns (LeafProof memory p) {
        (p.mask, p.siblings) = ReferenceTree.proof(_blockLeaves(c), position, 16);
    }

    function _accuse(Checkpoint memory good, Checkpoint memory first) internal view returns (Accused memory a) {
        a.good = good;
        a.chain = new Checkpoint[](1);
        a.chain[0] = first;
        a.set = group.set;
    }

    function _accuse(Checkpoint memory good, Checkpoint memory first, Checkpoint memory second)
        internal
        view
        returns (Accused memory a)
    {
        a.good = good;
        a.chain = new Checkpoint[](2);
        (a.chain[0], a.chain[1]) = (first, second);
        a.set = group.set;
    }

    function _blockLeaves(Checkpoint memory c) private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](blocks.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = keccak256(bytes.concat(keccak256(abi.encode(c.firstBlock + i, keccak256(blocks[i])))));
        }
    }

    function _slot(uint256 slot, uint256 value) private pure returns (TrieEntry memory) {
        return TrieEntry(_key(slot), ReferenceTrie.integer(value));
    }

    function _key(uint256 slot) private pure returns (bytes32) {
        return keccak256(abi.encode(slot));
    }

    function _entry(address account, bytes32 storageRoot) private pure returns (TrieEntry memory) {
        bytes memory value = ReferenceTrie.account(1, 0, storageRoot, keccak256("code"));
        return TrieEntry(keccak256(abi.encodePacked(account)), value);
    }
}
