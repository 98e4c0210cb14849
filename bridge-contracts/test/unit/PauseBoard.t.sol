// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Checkpoint, Leaf, Limits} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IPauseBoard} from "../../src/interfaces/IPauseBoard.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {PauseBoard} from "../../src/l1/PauseBoard.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {SignerGroup} from "../support/SignerGroup.sol";

contract PauseBoardTest is L1Fixture {
    IPauseBoard private board;
    address private guardian;
    address private council;
    TimelockController private timelock;

    function setUp() public override {
        super.setUp();
        (guardian, council) = (_account("guardian"), _account("council"));
        // The zero address as executor: whoever likes carries out what was due.
        timelock = new TimelockController(14 days, _only(address(this)), _only(address(0)), address(0));
        _deployWithBoard(_openLimits());
        vault.depositETH{value: 100 ether}(address(1), 50_000, "");
    }

    // ------------------------------------------------------------------------------------ what a pause does

    function test_T47_pausedDeposits_areRefused_theRestGoesOn() public {
        _pause(IPauseBoard.Part.Deposits);
        uint40 until = uint40(block.timestamp + 48 hours);
        vm.expectRevert(abi.encodeWithSelector(IVault.Paused.selector, until));
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        _submit(_next());
        _claim(leaf);
        vm.assertEq(address(0x1ea).balance, 1 ether);
        vm.warp(until);
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
    }

    function test_T47_pausedInstantClaims_areQueued_neverRefused() public {
        _pause(IPauseBoard.Part.InstantClaims);
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        _submit(_next());
        _claim(leaf);
        vm.assertEq(address(0x1ea).balance, 0);
        (, uint40 releaseAt,) = vault.queued(leaf.index);
        vm.assertEq(releaseAt, block.timestamp + 1 hours);
        vm.warp(releaseAt);
        vault.release(leaf.index, leaf);
        vm.assertEq(address(0x1ea).balance, 1 ether);
    }

    function test_T47_pausedReleases_wait_butNeverBeyondOverdue() public {
        Leaf memory leaf = _withdraw(1, address(0), address(0x1ea), 1 ether, 0);
        _submit(_next());
        _pause(IPauseBoard.Part.InstantClaims);
        _claim(leaf);
        (, uint40 releaseAt,) = vault.queued(leaf.index);
        vm.warp(releaseAt);
        uint40 until = uint40(block.timestamp + 14 days);
        vm.prank(council);
        board.pauseUntil(IPauseBoard.Part.Releases, until);
        vm.expectRevert(abi.encodeWithSelector(IVault.Paused.selector, until));
        vault.release(leaf.index, leaf);
        vm.warp(releaseAt + 14 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IVault.Paused.selector, until));
        vault.release(leaf.index, leaf);
        vm.warp(releaseAt + 14 days - 2 hours);
        _pause(IPauseBoard.Part.Releases); // guardians go on where the council ends
        vm.warp(releaseAt + 14 days);
        vault.release(leaf.index, leaf);
        vm.assertEq(address(0x1ea).balance, 1 ether);
    }

    function test_T47_pausedCheckpoints_doNotStopTheEscapeClock() public {
        _submit(_next());
        Checkpoint memory last = _next();
        _submit(last);
        vm.warp(block.timestamp + 29 days);
        _pause(IPauseBoard.Part.Checkpoints);
        _refused(_next(), abi.encodeWithSelector(IAnchor.Paused.selector, uint40(block.timestamp + 48 hours)));
        vm.warp(block.timestamp + 1 days);
        anchor.declareDead(last);
        (bool dead,,) = anchor.exitState();
        vm.assertTrue(dead);
    }

    // ------------------------------------------------------------------------------------ how long, how often

    function test_I10_guardianPauses_end_coolDown_andAreThreeInAMonth() public {
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < 3; ++i) {
            _pause(IPauseBoard.Part.Deposits);
            vm.assertEq(board.pausedUntil(IPauseBoard.Part.Deposits), block.timestamp + 48 hours);
            uint40 from = uint40(i == 2 ? start + 30 days : block.timestamp + 96 hours);
            vm.warp(block.timestamp + 96 hours - 1);
            vm.prank(guardian);
            vm.expectRevert(abi.encodeWithSelector(IPauseBoard.CoolingDown.selector, from));
            board.pause(IPauseBoard.Part.Deposits);
            vm.warp(block.timestamp + 1);
        }
        vault.depositETH{value: 1 ether}(address(1), 50_000, "");
        vm.warp(start + 30 days);
        _pause(IPauseBoard.Part.Deposits);
    }

    function test_I10_councilPauses_areBounded() public {
        uint40 until = uint40(block.timestamp + 14 days);
        vm.startPrank(council);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.PauseTooLong.selector, until + 1, until));
        board.pauseUntil(IPauseBoard.Part.Checkpoints, until + 1);
        board.pauseUntil(IPauseBoard.Part.Checkpoints, until);
        vm.assertEq(anchor.pausedUntil(), until);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.CoolingDown.selector, until + 14 days));
        board.pauseUntil(IPauseBoard.Part.Checkpoints, until);
        board.lift(IPauseBoard.Part.Checkpoints);
        vm.assertEq(anchor.pausedUntil(), block.timestamp);
        vm.stopPrank();
        _submit(_next());
    }

    /// @dev Whatever guardians and council do, in any order: no pause reaches further than 14 days, and after it has ended there is a
    /// time in which the bridge moves.
    function testFuzz_I10_everyPauseExpires(uint256 seed) public {
        for (uint256 i = 0; i < 40; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            IPauseBoard.Part part = IPauseBoard.Part(dice % 4);
            vm.prank((dice >> 8) % 2 == 0 ? guardian : council);
            try this.tryPause(part, uint40(block.timestamp + (dice >> 16) % 20 days), (dice >> 8) % 2 == 0) {} catch {}
            (uint40 deposits, uint40 instant, uint40 releases) = vault.pausedUntil();
            uint256 latest = block.timestamp + 14 days;
            vm.assertTrue(
                deposits <= latest && instant <= latest && releases <= latest && anchor.pausedUntil() <= latest
            );
            vm.warp(block.timestamp + (dice >> 64) % 3 days);
        }
    }

    function tryPause(IPauseBoard.Part part, uint40 until, bool asGuardian) external {
        vm.startPrank(asGuardian ? guardian : council);
        if (asGuardian) board.pause(part);
        else board.pauseUntil(part, until);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------ who may

    function testFuzz_T10_rightsBelongToTheirHoldersAlone(address caller) public {
        vm.assume(caller != guardian && caller != council && caller != address(timelock) && caller != address(board));
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyGuardian.selector, caller));
        board.pause(IPauseBoard.Part.Deposits);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyCouncil.selector, caller));
        board.pauseUntil(IPauseBoard.Part.Deposits, 0);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyCouncil.selector, caller));
        board.lift(IPauseBoard.Part.Deposits);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyTimelock.selector, caller));
        board.setGuardian(caller, true);
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.OnlyTimelock.selector, caller));
        board.setCouncil(caller);
        vm.expectRevert(abi.encodeWithSelector(IVault.OnlyPauseBoard.selector, caller));
        vault.pause(0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.OnlyPauseBoard.selector, caller));
        anchor.pause(0);
    }

    /// @dev Even the board's own address can hold the bridge for no longer than 14 days.
    function test_I10_vaultAndAnchor_boundTheBoard() public {
        uint40 latest = uint40(block.timestamp + 14 days);
        vm.startPrank(address(board));
        vm.expectRevert(abi.encodeWithSelector(IVault.PauseTooLong.selector, latest));
        vault.pause(0, latest + 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.PauseTooLong.selector, latest + 1, latest));
        anchor.pause(latest + 1);
    }

    function test_T48_guardiansChange_onlyByTheTimelock_afterItsDelay() public {
        bytes memory call = abi.encodeCall(IPauseBoard.setGuardian, (address(0x9a), true));
        timelock.schedule(address(board), 0, call, 0, 0, 14 days);
        vm.warp(block.timestamp + 14 days - 1);
        vm.expectRevert();
        timelock.execute(address(board), 0, call, 0, 0);
        vm.warp(block.timestamp + 1);
        timelock.execute(address(board), 0, call, 0, 0);
        vm.assertTrue(board.isGuardian(address(0x9a)));
        call = abi.encodeCall(IPauseBoard.setCouncil, (address(0x9b)));
        timelock.schedule(address(board), 0, call, 0, 0, 14 days);
        vm.warp(block.timestamp + 14 days);
        timelock.execute(address(board), 0, call, 0, 0);
        vm.assertEq(board.council(), address(0x9b));
    }

    function test_T02_senselessBoards_cannotBeDeployed() public {
        address[] memory nobody = new address[](0);
        address[] memory two = new address[](2);
        (two[0], two[1]) = (guardian, guardian);
        TimelockController hasty = new TimelockController(14 days - 1, nobody, nobody, address(0));
        _cannot("anchor", address(0), address(2), address(0), council, nobody);
        _cannot("vault", address(1), address(0), address(0), council, nobody);
        _cannot("vault", address(1), address(1), address(0), council, nobody);
        _cannot("timelock", address(1), address(2), address(3), council, nobody);
        _cannot("timelock.delay", address(1), address(2), address(hasty), council, nobody);
        _cannot("guardians", address(1), address(2), address(0), council, two);
        _cannot("guardians", address(1), address(2), address(0), guardian, _only(guardian));
        _cannot("guardians", address(1), address(2), address(0), council, _only(address(0)));
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.BadConfiguration.selector, "pauseBoard"));
        this.newAnchor(header, address(board)); // obeys another anchor
        vm.expectRevert(abi.encodeWithSelector(IAnchor.BadConfiguration.selector, "pauseBoard"));
        this.newAnchor(header, address(0xdead)); // no code
    }

    function newAnchor(bytes memory header, address board_) external {
        pauseBoard = board_;
        _newAnchor(header, SIDECHAIN, EPOCH, address(vault), address(0), 0);
    }

    function newBoard(address a, address v, address t, address c, address[] memory g) external {
        new PauseBoard(a, v, t, c, g);
    }

    function _cannot(string memory what, address a, address v, address t, address c, address[] memory g) private {
        vm.expectRevert(abi.encodeWithSelector(IPauseBoard.BadConfiguration.selector, what));
        this.newBoard(a, v, t, c, g);
    }

    function _pause(IPauseBoard.Part part) private {
        vm.prank(guardian);
        board.pause(part);
    }

    function _deployWithBoard(Limits memory limits) private {
        uint64 nonce = vm.getNonce(address(this));
        address anchorAt = vm.computeCreateAddress(address(this), nonce + 1);
        address vaultAt = vm.computeCreateAddress(address(this), nonce + 2);
        bytes memory arguments = abi.encode(anchorAt, vaultAt, address(timelock), council, _only(guardian));
        pauseBoard = _create("PauseBoard", arguments);
        board = IPauseBoard(pauseBoard);
        group = SignerGroup.make(5, 1);
        _deployWith(Headers.genesis(16, group.set, GENESIS_TIME), address(0), limits, limits, 0);
    }

    function _only(address account) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }
}
