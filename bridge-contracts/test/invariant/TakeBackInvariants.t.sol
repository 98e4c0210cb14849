// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {TakeBackHandler} from "./TakeBackHandler.sol";

/// @title What holds on L1 while checkpoints are accepted and taken back in whatever order
contract TakeBackInvariantsTest is InvariantTest {
    /// @dev So many of the newest roots are looked at every few calls, all of them at the end of a sequence.
    uint256 private constant NEWEST = 8;
    uint256 private held;

    /// @dev As forge asks for it.
    TakeBackHandler private handler;
    IAnchor private anchor;
    IVault private vault;

    function setUp() public {
        handler = new TakeBackHandler();
        handler.setUp();
        (anchor, vault) = handler.bridge();
        held = handler.HELD();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    function invariant_I1_I3_I4_I5_I9() public view {
        uint256 accepts = handler.accepts();
        _I5_usableRootsAreThoseAccepted(accepts < NEWEST ? 0 : accepts - NEWEST);
        _I4_theHeadIsTheNewestThatStands();
        _I1_solvent();
        _I9_deathIsForEver();
    }

    /// @dev All roots, and each index: nothing is paid twice.
    function _compareAll() internal view override {
        invariant_I1_I3_I4_I5_I9();
        _I5_usableRootsAreThoseAccepted(0);
        handler.compareQueue();
    }

    /// @dev A root is usable exactly while a checkpoint that carries it is accepted.
    function _I5_usableRootsAreThoseAccepted(uint256 from) private view {
        (bytes32[] memory roots, bool[] memory stand) = handler.seenRoots(from);
        for (uint256 i = 0; i < roots.length; ++i) {
            (uint40 acceptedAt,,,,) = anchor.rootMeta(roots[i]);
            vm.assertEq(acceptedAt != 0, stand[i]);
        }
        (uint40 never,,,,) = anchor.rootMeta(0);
        vm.assertEq(never, 0);
    }

    function _I4_theHeadIsTheNewestThatStands() private view {
        Checkpoint memory top = handler.top();
        (uint64 index, uint64 lastBlock,, bytes32 digest) = anchor.head();
        vm.assertEq(uint256(index), handler.highestIndex());
        vm.assertEq(lastBlock, top.lastBlock);
        if (top.index != 0) vm.assertEq(digest, anchor.hashCheckpoint(top));
        vm.assertFalse(anchor.isVoided(index));
    }

    function _I1_solvent() private view {
        uint256 locked = vault.locked(address(0));
        vm.assertEq(locked, held - handler.paid());
        vm.assertEq(address(vault).balance, locked);
    }

    /// @dev The handler fails if anything is accepted or taken back after death.
    function _I9_deathIsForEver() private view {
        (bool dead, bytes32 stateRoot,) = anchor.exitState();
        vm.assertEq(dead, handler.dead());
        if (dead) vm.assertEq(stateRoot, handler.top().stateRoot);
    }

    /// @dev The same actions by fixed walks: proves that the handler reaches everything.
    function test_handler_reachesEveryOutcome() external {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 500; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes4 action = i < 440 && seed % actions.length == 9 ? actions[0] : actions[seed % actions.length];
            if (i == 440) (action, seed) = (handler.die.selector, 0);
            (bool ok, bytes memory reason) = address(handler).call(bytes.concat(action, abi.encode(seed >> 8)));
            vm.assertTrue(ok, string(reason));
        }
        string[13] memory reached = [
            "submit",
            "lie",
            "fell",
            "stood",
            "instant",
            "queued",
            "again",
            "unknown",
            "released",
            "forgotten",
            "kept",
            "died",
            "dead"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        _compareAll();
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](12);
        actions[0] = handler.withdraw.selector;
        actions[1] = handler.submit.selector;
        actions[2] = handler.lie.selector;
        actions[3] = handler.challenge.selector;
        actions[4] = handler.claim.selector;
        actions[5] = handler.claimTakenBack.selector;
        actions[6] = handler.release.selector;
        actions[7] = handler.forget.selector;
        actions[8] = handler.wait.selector;
        actions[9] = handler.die.selector;
        actions[10] = handler.challenge.selector;
        actions[11] = handler.claim.selector;
    }
}
