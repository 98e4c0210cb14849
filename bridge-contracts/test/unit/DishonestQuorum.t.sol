// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {ReferenceTrie, TrieEntry} from "../support/ReferenceTrie.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

/// @title What a quorum that lies can do: the tests behind DISHONEST-QUORUM.md
/// @dev These attacks succeed. A test that fails here means that the page is wrong.
contract DishonestQuorumTest is L1Fixture {
    using SignerGroup for Group;

    uint256 private constant HELD = 10_000 ether;
    address private thief;

    function setUp() public override {
        super.setUp();
        _deploy(5, 16, _defaultLimits(), 24 hours);
        thief = _account("thief");
        vm.deal(address(this), HELD);
        vault.depositETH{value: HELD}(address(1), 50_000, "");
    }

    /// @dev The most that can be taken at once: bucket 5 % and lane 0.5 % of the ledger, in claims as large as fit.
    function test_T01_atOnce_aQuorumTakesBucketAndLane_noMore() public {
        Leaf[] memory lies = new Leaf[](69);
        for (uint256 i = 0; i < 69; ++i) {
            lies[i] = _withdraw(1, address(0), thief, i < 10 ? 49.9 ether : 0.9 ether, 0);
        }
        _submit(_next());
        for (uint256 i = 0; i < 69; ++i) {
            _claim(lies[i]);
        }
        vm.assertLe(thief.balance, 550 ether, "5.5 % of what was held");
        vm.assertGe(thief.balance, 540 ether, "and nearly all of that");
    }

    /// @dev Without anybody who pauses, the queue pays the rest: a claim of everything waits a day and is then paid.
    function test_T01_afterADay_everythingIsGone() public {
        Leaf memory all = _withdraw(1, address(0), thief, HELD, 0);
        _submit(_next());
        _claim(all);
        vm.assertEq(thief.balance, 0);
        vm.warp(block.timestamp + 24 hours - 1);
        vm.expectRevert();
        vault.release(all.index, all);
        vm.warp(block.timestamp + 1);
        vault.release(all.index, all);
        vm.assertEq(thief.balance, HELD);
        vm.assertEq(vault.locked(address(0)), 0);
    }

    /// @dev Members that do not lie are dropped one by one, in one transaction if the thieves like; only then does the wait begin.
    function test_T04_honestMembers_areDroppedOneByOne() public {
        for (uint256 i = 0; i < 4; ++i) {
            Group memory next = group.without(group.keys.length - 1);
            Checkpoint memory c = _next();
            c.nextSetHash = QuorumLib.hash(next.set);
            Extras memory extras;
            extras.nextSet = next.set;
            _submit(c, abi.encode(extras));
            group = next;
        }
        (uint24 changes, uint8 size,) = anchor.signerSet();
        vm.assertEq(size, 1);
        vm.assertEq(changes, 4, "four events to be seen");
        Leaf memory lie = _withdraw(1, address(0), thief, 1 ether, 0);
        _submit(_next());
        _claimRefused(
            lie, abi.encodeWithSelector(IVault.RootNotMature.selector, _root(), uint40(block.timestamp + 24 hours))
        );
    }

    /// @dev A state that never was, then thirty days of silence: the escape hatch pays by it, past every limit.
    function test_T01_falseState_andThirtyDaysOfSilence_emptyTheVault() public {
        TrieEntry[] memory slots = new TrieEntry[](1);
        slots[0] = TrieEntry(keccak256(abi.encode(bytes32(0))), ReferenceTrie.integer(HELD));
        (bytes32 storageRoot, bytes[] memory slotProof) = ReferenceTrie.prove(slots, slots[0].key);
        TrieEntry[] memory accounts = new TrieEntry[](2);
        accounts[0] = TrieEntry(
            keccak256(abi.encodePacked(Predeploys.NATIVE_VAULT)),
            ReferenceTrie.account(1, 0, storageRoot, keccak256("code"))
        );
        accounts[1] = TrieEntry(
            keccak256(abi.encodePacked(thief)), ReferenceTrie.account(0, HELD, keccak256(hex"80"), keccak256(""))
        );
        Checkpoint memory c = _next();
        (c.stateRoot,) = ReferenceTrie.prove(accounts, accounts[0].key);
        _submit(c);
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(c);
        (, bytes[] memory proof) = ReferenceTrie.prove(accounts, keccak256(abi.encodePacked(Predeploys.NATIVE_VAULT)));
        vault.openNativeEscape(proof, slotProof);
        (, proof) = ReferenceTrie.prove(accounts, keccak256(abi.encodePacked(thief)));
        vault.escapeNative(thief, address(0), proof);
        vm.assertEq(thief.balance, HELD);
    }
}
