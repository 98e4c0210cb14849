// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {DuelTable} from "../../src/samples/DuelTable.sol";
import {TestToken} from "../../src/samples/TestToken.sol";
import {Test} from "../support/Test.sol";
import {FeeToken} from "../support/Tokens.sol";

contract DuelTableTest is Test {
    DuelTable private table;
    TestToken private token;
    address private alice;
    address private bob;

    function setUp() public {
        vm.warp(1_800_000_000);
        table = new DuelTable();
        token = new TestToken("Test Token", "TT");
        alice = _account("alice");
        bob = _account("bob");
        _equip(alice);
        _equip(bob);
    }

    function test_stoneBeatsScissors_winnerHolds200() public {
        uint256 id = _joined(DuelTable.Move.Stone, DuelTable.Move.Scissors);
        _reveal(id, alice, DuelTable.Move.Stone);
        vm.expectEmit(true, true, true, true, address(table));
        emit DuelTable.Settled(id, alice, 200);
        _reveal(id, bob, DuelTable.Move.Scissors);
        vm.assertEq(token.balanceOf(alice), 200);
        vm.assertEq(token.balanceOf(bob), 0);
        vm.assertEq(token.balanceOf(address(table)), 0);
    }

    function test_everyPairOfMoves_isJudgedRight() public {
        for (uint8 a = 1; a <= 3; ++a) {
            for (uint8 b = 1; b <= 3; ++b) {
                uint256 snapshot = vm.snapshotState();
                uint256 id = _joined(DuelTable.Move(a), DuelTable.Move(b));
                _reveal(id, bob, DuelTable.Move(b));
                _reveal(id, alice, DuelTable.Move(a));
                bool aliceWins = (a == 1 && b == 3) || (a == 2 && b == 1) || (a == 3 && b == 2);
                vm.assertEq(token.balanceOf(alice), a == b ? 100 : aliceWins ? 200 : 0);
                vm.assertEq(token.balanceOf(bob), a == b ? 100 : aliceWins ? 0 : 200);
                vm.revertToState(snapshot);
            }
        }
    }

    function test_whoDoesNotReveal_loses() public {
        uint256 id = _joined(DuelTable.Move.Stone, DuelTable.Move.Paper);
        _reveal(id, alice, DuelTable.Move.Stone);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongPhase.selector, id));
        table.settle(id);
        vm.warp(block.timestamp + 1 hours + 1);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongPhase.selector, id));
        table.reveal(id, DuelTable.Move.Paper, "salt");
        table.settle(id);
        vm.assertEq(token.balanceOf(alice), 200);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongPhase.selector, id));
        table.settle(id);
    }

    function test_nobodyReveals_bothGetTheirStake() public {
        uint256 id = _joined(DuelTable.Move.Stone, DuelTable.Move.Paper);
        vm.warp(block.timestamp + 1 hours + 1);
        table.settle(id);
        vm.assertEq(token.balanceOf(alice), 100);
        vm.assertEq(token.balanceOf(bob), 100);
    }

    function test_offer_canBeCancelled_untilJoined() public {
        uint256 id = _open(DuelTable.Move.Stone);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.NotYourTurn.selector, id, bob));
        table.cancel(id);
        vm.prank(alice);
        table.cancel(id);
        vm.assertEq(token.balanceOf(alice), 100);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongPhase.selector, id));
        table.join(id, bytes32(0));
        id = _joined(DuelTable.Move.Stone, DuelTable.Move.Stone);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongPhase.selector, id));
        table.cancel(id);
    }

    function test_movesCannotBeChanged_copiedOrGuessed() public {
        uint256 id = _joined(DuelTable.Move.Stone, DuelTable.Move.Paper);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongReveal.selector, id, alice));
        table.reveal(id, DuelTable.Move.Scissors, "salt");
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongReveal.selector, id, alice));
        table.reveal(id, DuelTable.Move.None, "salt");
        table.reveal(id, DuelTable.Move.Stone, "salt");
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongPhase.selector, id));
        table.reveal(id, DuelTable.Move.Stone, "salt");
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(DuelTable.NotYourTurn.selector, id, address(this)));
        table.reveal(id, DuelTable.Move.Stone, "salt");
        vm.assertNotEq(
            table.commit(alice, DuelTable.Move.Stone, "salt"), table.commit(bob, DuelTable.Move.Stone, "salt")
        );
    }

    function test_badTerms_revert() public {
        vm.startPrank(alice);
        vm.expectRevert(DuelTable.BadTerms.selector);
        table.open(token, 0, bob, 0);
        vm.expectRevert(DuelTable.BadTerms.selector);
        table.open(token, 1, alice, 0);
        vm.expectRevert(DuelTable.BadTerms.selector);
        table.open(token, 1, address(0), 0);
        FeeToken fee = new FeeToken();
        fee.mint(alice, 100);
        fee.approve(address(table), 100);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.WrongStake.selector, 99, 100));
        table.open(fee, 100, bob, 0);
        vm.stopPrank();
    }

    function test_testToken_isMintedByItsDeployerOnly() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(TestToken.OnlyMinter.selector, alice));
        token.mint(alice, 1);
    }

    function _equip(address player) private {
        token.mint(player, 100);
        vm.prank(player);
        token.approve(address(table), type(uint256).max);
    }

    function test_onlyTheOpponent_joins() public {
        uint256 id = _open(DuelTable.Move.Stone);
        vm.expectRevert(abi.encodeWithSelector(DuelTable.NotYourTurn.selector, id, address(this)));
        table.join(id, bytes32(0));
    }

    function _open(DuelTable.Move move) private returns (uint256 id) {
        bytes32 commitment = table.commit(alice, move, "salt");
        vm.prank(alice);
        id = table.open(token, 100, bob, commitment);
        vm.assertEq(table.count(), id + 1);
        vm.assertEq(address(table.duels(id).token), address(token));
    }

    function _joined(DuelTable.Move first, DuelTable.Move second) private returns (uint256 id) {
        id = _open(first);
        bytes32 commitment = table.commit(bob, second, "salt");
        vm.prank(bob);
        table.join(id, commitment);
    }

    function _reveal(uint256 id, address player, DuelTable.Move move) private {
        vm.prank(player);
        table.reveal(id, move, "salt");
    }
}
