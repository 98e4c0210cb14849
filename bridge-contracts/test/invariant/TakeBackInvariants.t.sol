// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {TakeBackHandler} from "./TakeBackHandler.sol";

/// @title What holds on L1 while checkpoints are accepted and taken back in whatever order
contract TakeBackInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    TakeBackHandler private handler;
    IAnchor private anchor;
    IVault private vault;

    function setUp() public {
        handler = new TakeBackHandler();
        handler.setUp();
        (anchor, vault) = handler.bridge();
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    /// @dev A root is usable exactly while a checkpoint that carries it is accepted.
    function invariant_I5_usableRootsAreThoseAccepted() public view {
        bytes32[] memory roots = handler.seenRoots();
        for (uint256 i = 0; i < roots.length; ++i) {
            (uint40 acceptedAt,,,,) = anchor.rootMeta(roots[i]);
            vm.assertEq(acceptedAt != 0, handler.isAccepted(roots[i]));
        }
        (uint40 never,,,,) = anchor.rootMeta(0);
        vm.assertEq(never, 0);
    }

    function invariant_I4_theHeadIsTheNewestThatStands() public view {
        Checkpoint memory top = handler.top();
        (uint64 index, uint64 lastBlock,, bytes32 digest) = anchor.head();
        vm.assertEq(uint256(index), handler.highestIndex());
        vm.assertEq(lastBlock, top.lastBlock);
        if (top.index != 0) vm.assertEq(digest, anchor.hashCheckpoint(top));
        vm.assertFalse(anchor.isVoided(index));
    }

    function invariant_I1_I3_solvent_andNothingIsPaidTwice() public view {
        vm.assertEq(vault.locked(address(0)), handler.HELD() - handler.paid());
        vm.assertEq(address(vault).balance, vault.locked(address(0)));
        for (uint256 index = 0; index < 64; ++index) {
            vm.assertLe(handler.timesPaid(index), 1);
        }
    }

    /// @dev The handler fails if anything is accepted or taken back after death.
    function invariant_I9_deathIsForEver() public view {
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
            "submit", "lie", "fell", "stood", "instant", "queued", "again", "unknown", "released", "forgotten", "kept",
            "died", "dead"
        ];
        for (uint256 i = 0; i < reached.length; ++i) {
            vm.assertGt(handler.outcomes(reached[i]), 0, reached[i]);
        }
        invariant_I5_usableRootsAreThoseAccepted();
        invariant_I4_theHeadIsTheNewestThatStands();
        invariant_I1_I3_solvent_andNothingIsPaidTwice();
        invariant_I9_deathIsForEver();
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
