// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf, Message} from "../../src/interfaces/BridgeTypes.sol";
import {IExecutor} from "../../src/interfaces/IExecutor.sol";
import {IMessenger} from "../../src/interfaces/IMessenger.sol";
import {L1Fixture} from "../support/L1Fixture.sol";

/// @title What the messenger and its executor refuse and honest signers never bring about
contract MessageRefusalsTest is L1Fixture {
    function test_T02_constructor_refusesAVaultThatDoesNotNameIt() public {
        address[2] memory wrong = [address(vault), address(0xb0b)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMessenger.BadVault.selector, wrong[i]));
            this.create(wrong[i]);
        }
    }

    /// @dev The sidechain's messenger takes no such message; a quorum that lies can sign one. It pays no carrier what it does not bring,
    /// and its coin goes the way of all that are not delivered.
    function test_feeBeyondTheValue_isNotPaid_andTheCoinGoesBack() public {
        vm.deal(address(this), 10 ether);
        vault.depositETH{value: 10 ether}(address(1), 50_000, "");
        Message memory m = Message({gasLimit: 100_000, fee: 1 ether + 1, data: ""});
        bytes32 hash = keccak256(abi.encode(m.gasLimit, m.fee, m.data));
        Leaf memory leaf = Leaf(0, 5, L1_CHAIN, address(0), address(0xf0), address(0xcafe), 1 ether, 0, hash);
        leafHashes.push(_slowLeafHash(leaf));
        _submit(_next());
        _claim(leaf);
        vm.warp(block.timestamp + 1 days);
        vault.release(leaf.index, leaf);
        vm.assertEq(address(messenger).balance, 1 ether, "arrived");
        vm.expectRevert(abi.encodeWithSelector(IMessenger.FeeExceedsValue.selector, m.fee, leaf.amount));
        messenger.deliver(leaf, m);
        vm.warp(block.timestamp + 7 days);
        vm.assertEq(messenger.bounce(leaf), 1, "nonce of the deposit");
        vm.assertEq(address(messenger).balance, 0);
        vm.assertEq(vault.locked(address(0)), 10 ether);
    }

    /// @dev Whoever delivers does so once at a time and nobody else may; the executor does not rely on it. Reached by writing storage only.
    function test_executor_makesOneCallAtATime() public {
        IExecutor executor = IExecutor(messenger.EXECUTOR());
        vm.store(address(executor), 0, bytes32(uint256(uint160(address(0xf0)))));
        vm.assertEq(executor.sender(), address(0xf0), "slot of the sender");
        vm.prank(address(messenger));
        vm.expectRevert(IExecutor.Busy.selector);
        executor.execute(address(0xf1), address(0xcafe), 0, 100_000, "");
    }

    function create(address vault_) external {
        _create("Messenger", abi.encode(vault_));
    }
}
