// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITokenVault} from "../../src/interfaces/ITokenVault.sol";
import {MirrorBridge} from "../../src/l1/MirrorBridge.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {HomeTokenHandler} from "./HomeTokenHandler.sol";

/// @title What holds for the sidechain's own tokens on both chains whatever is called in whatever order
contract HomeTokenInvariantsTest is InvariantTest {
    /// @dev As forge asks for it.
    HomeTokenHandler private handler;
    MirrorBridge private mirrorBridge;
    ITokenVault private tokenVault;
    address[3] private tokens;

    function setUp() public {
        handler = new HomeTokenHandler();
        handler.setUp();
        (mirrorBridge, tokenVault) = handler.bridges();
        for (uint256 i = 0; i < tokens.length; ++i) {
            tokens[i] = address(handler.tokens(i));
        }
    }

    function _target() internal view override returns (address) {
        return address(handler);
    }

    function _actions() internal view override returns (bytes4[] memory actions) {
        actions = new bytes4[](11);
        actions[0] = handler.withdraw.selector;
        actions[1] = handler.claim.selector;
        actions[2] = handler.release.selector;
        actions[3] = handler.deposit.selector;
        actions[4] = handler.relay.selector;
        actions[5] = handler.retry.selector;
        actions[6] = handler.bounce.selector;
        actions[7] = handler.toggleRefusal.selector;
        actions[8] = handler.giveBack.selector;
        actions[9] = handler.force.selector;
        actions[10] = handler.wait.selector;
    }

    /// @dev Per token: what circulates on L1, what is on its way there, and what is on its way back is exactly what is locked. Locked
    /// tokens are there; forced ones add nothing.
    function invariant_I1_I2_I12_mirrorsAreBacked() public view {
        for (uint256 i = 0; i < tokens.length; ++i) {
            address token = tokens[i];
            (uint256 unclaimed, uint256 uncredited, uint256 forced, uint256 balance) = handler.sums(token);
            uint256 locked = tokenVault.locked(token);
            vm.assertEq(mirrorBridge.outstanding(token) + unclaimed + uncredited, locked, "abroad = locked");
            vm.assertEq(balance, locked + forced, "balance = locked + forced");
        }
    }

    /// @dev I3: every index is minted once, which the handler demands at each release as well.
    function _compareAll() internal view override {
        invariant_I1_I2_I12_mirrorsAreBacked();
        for (uint256 index = 0; index < handler.leaves(); ++index) {
            vm.assertLe(handler.timesReleased(index), 1);
        }
    }

    /// @dev The same actions by a fixed walk: proves that the handler reaches everything the invariants are about.
    function test_handler_reachesEveryOutcome() external {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 400; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes memory arguments = abi.encode(seed >> 8, seed >> 64, seed >> 120, (seed >> 7) % 2);
            // The third argument of some is a number, of others a choice.
            bytes4 action = actions[seed % actions.length];
            if (action == handler.release.selector || action == handler.deposit.selector) {
                arguments = abi.encode(seed >> 8, (seed >> 64) % 2, (seed >> 7) % 2);
            }
            (bool ok, bytes memory reason) = address(handler).call(bytes.concat(action, arguments));
            vm.assertTrue(ok, vm.toString(reason));
        }
        vm.assertGt(handler.released(), 0, "released");
        vm.assertGt(handler.credited(), 0, "credited");
        vm.assertGt(handler.bounced(), 0, "bounced");
        _compareAll();
    }
}
